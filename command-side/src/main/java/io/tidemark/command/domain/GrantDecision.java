package io.tidemark.command.domain;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.refusal.Refusal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Credit that comes into being: a grant, or an issuer's transfer. Lots are numbered as the items are. */
final class GrantDecision {

    private final Drafting drafting;

    GrantDecision(Drafting drafting) {
        this.drafting = drafting;
    }

    Optional<Refusal> decide(GrantCredits grant) {
        for (int i = 0; i < grant.items().size(); i++) {
            GrantCredits.Item item = grant.items().get(i);
            Optional<Refusal> refusal = create(
                    new Creation(grant.ref(), i, MovementKind.GRANT, grant.issuer(), item.account(), item.currency()),
                    item.amount(),
                    item.expiresAt(),
                    item.metadata());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** An issuer has no lots to drain: its transfer creates credit with the requested expiry as it is. */
    Optional<Refusal> decideIssuance(TransferCredits transfer) {
        for (int i = 0; i < transfer.items().size(); i++) {
            TransferCredits.Item item = transfer.items().get(i);
            Optional<Refusal> refusal = create(
                    new Creation(transfer.ref(), i, MovementKind.TRANSFER, transfer.from(), item.to(), item.currency()),
                    item.amount(),
                    item.expiresAt(),
                    item.metadata());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> create(
            Creation creation, long amount, @Nullable Instant requestedExpiry, Map<String, String> metadata) {
        if (!drafting.hasRoomFor(creation.account, creation.currency, amount)) {
            return Drafting.noRoom(creation.index, creation.account, creation.currency);
        }
        Instant expiresAt = requestedExpiry == null ? null : Micros.truncate(requestedExpiry);
        drafting.grant(
                creation.account,
                creation.currency,
                new Lot(
                        creation.ref,
                        creation.index,
                        Micros.of(drafting.effectiveAt()),
                        Micros.ofExpiry(expiresAt),
                        amount));
        drafting.emit(new CreditGranted(
                creation.account,
                creation.ref,
                creation.index,
                creation.kind,
                creation.issuer,
                creation.currency,
                amount,
                expiresAt,
                drafting.effectiveAt(),
                metadata,
                drafting.messageMetadata()));
        return Optional.empty();
    }

    private record Creation(String ref, int index, MovementKind kind, String issuer, String account, String currency) {}
}
