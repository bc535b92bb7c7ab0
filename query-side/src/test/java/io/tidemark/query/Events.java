package io.tidemark.query;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Short ways to write literal events; times are dates, or dates with a time, of UTC. */
final class Events {

    static final String CREDIT = "CREDIT";
    static final Map<String, String> NONE = Map.of();

    private Events() {}

    /** {@code 2026-03-01} or {@code 2026-03-01T01:00:00.5}. */
    static Instant at(String time) {
        return Instant.parse(time.contains("T") ? time + "Z" : time + "T00:00:00Z");
    }

    static CreditGranted granted(String account, String ref, long amount, String at, @Nullable String expiresAt) {
        return granted(account, ref, 0, amount, at, expiresAt, NONE, NONE);
    }

    static CreditGranted granted(
            String account,
            String ref,
            int index,
            long amount,
            String at,
            @Nullable String expiresAt,
            Map<String, String> metadata,
            Map<String, String> messageMetadata) {
        return new CreditGranted(
                account,
                ref,
                index,
                MovementKind.GRANT,
                "issuer",
                CREDIT,
                amount,
                expiresAt == null ? null : at(expiresAt),
                at(at),
                metadata,
                messageMetadata);
    }

    static CreditSpent spent(String account, String ref, String at, long shortfall, LotDrain... drains) {
        return spent(account, ref, at, shortfall, NONE, drains);
    }

    static CreditSpent spent(
            String account, String ref, String at, long shortfall, Map<String, String> metadata, LotDrain... drains) {
        return new CreditSpent(
                account, ref, 0, CREDIT, sum(drains) + shortfall, List.of(drains), shortfall, at(at), metadata, NONE);
    }

    static Transferred transferred(
            String from, String ref, int index, String to, String at, Map<String, String> notes, LotDrain... drains) {
        return new Transferred(from, ref, index, to, CREDIT, sum(drains), List.of(drains), at(at), notes, NONE);
    }

    static CreditReceived received(String to, String ref, String from, String at, NewLot... lots) {
        long amount = List.of(lots).stream().mapToLong(NewLot::amount).sum();
        return new CreditReceived(to, ref, from, CREDIT, amount, List.of(lots), at(at), NONE, NONE);
    }

    static LotDrain drain(String ref, long amount) {
        return new LotDrain(ref, 0, amount, Instant.EPOCH, null);
    }

    private static long sum(LotDrain... drains) {
        return List.of(drains).stream().mapToLong(LotDrain::amount).sum();
    }
}
