package io.tidemark.projection.lots;

import io.tidemark.messages.MovementKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run of consecutive events does to the lot cache, each row named once: a lot that is made and drained within
 * the run is one new lot with less remaining.
 *
 * @param firstSeq seq of the run's first event; the store must show the one before it
 * @param lastSeq seq of the run's last event, which the store shows afterwards
 * @param newLots lots that the run made
 * @param drains what the run took from lots that were there before
 * @param movements changes of accounts, in seq order
 * @param messageMetadata notes on messages by ref, for those that have any
 * @param holdings accounts and currencies whose lots changed
 */
public record LotChanges(
        long firstSeq,
        long lastSeq,
        List<NewLotRow> newLots,
        List<Drain> drains,
        List<Movement> movements,
        Map<String, Map<String, String>> messageMetadata,
        Set<Holding> holdings) {

    public LotChanges {
        newLots = List.copyOf(newLots);
        drains = List.copyOf(drains);
        movements = List.copyOf(movements);
        messageMetadata = Map.copyOf(messageMetadata);
        holdings = Set.copyOf(holdings);
    }

    /**
     * A lot is known by its account and the place in the message that made it.
     *
     * @param account who has it
     * @param ref ref of the message
     * @param index its index in the message
     */
    public record LotKey(String account, String ref, int index) {}

    /**
     * A lot to add.
     *
     * @param key the lot
     * @param currency of it
     * @param amount units granted
     * @param remaining units that the run left of it, from 0 to the amount
     * @param grantedAt from when it counts, inclusive
     * @param expiresAt from when it no longer counts; {@code null} for never
     * @param seq seq of the event that made it
     */
    public record NewLotRow(
            LotKey key,
            String currency,
            long amount,
            long remaining,
            Instant grantedAt,
            @Nullable Instant expiresAt,
            long seq) {}

    /**
     * What to take from a lot that the store has.
     *
     * @param key the lot
     * @param currency of it
     * @param amount units to take, at least 1
     */
    public record Drain(LotKey key, String currency, long amount) {}

    /**
     * A change of an account to add to its history.
     *
     * @param account whose change
     * @param ref the message
     * @param index its place in the message
     * @param currency of the amount
     * @param kind the movement
     * @param amount units, above zero for a lot that came, else what went, negated
     * @param shortfall what a spend asked for and did not find, else 0
     * @param counterparty the issuer of a grant, the other end of a transfer; {@code null} for a spend
     * @param effectiveAt when it counts
     * @param recordedAt when the journal took it
     * @param seq seq of the event
     * @param expiresAt expiry of the lot that came; {@code null} for never and for what went
     * @param metadata notes on the item
     */
    public record Movement(
            String account,
            String ref,
            int index,
            String currency,
            MovementKind kind,
            long amount,
            long shortfall,
            @Nullable String counterparty,
            Instant effectiveAt,
            Instant recordedAt,
            long seq,
            @Nullable Instant expiresAt,
            Map<String, String> metadata) {}
}
