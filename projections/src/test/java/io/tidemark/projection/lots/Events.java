package io.tidemark.projection.lots;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.jspecify.annotations.Nullable;

/** Short ways to write events, and to put them into a journal from seq 1 on. */
final class Events {

    static final String CREDIT = "CREDIT";
    static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    private Events() {}

    static CreditGranted granted(String account, String ref, int index, long amount, @Nullable Instant expiresAt) {
        return new CreditGranted(
                account,
                ref,
                index,
                MovementKind.GRANT,
                "issuer",
                CREDIT,
                amount,
                expiresAt,
                MARCH,
                Map.of(),
                Map.of());
    }

    static CreditSpent spent(String account, String ref, int index, long shortfall, LotDrain... drains) {
        return new CreditSpent(
                account,
                ref,
                index,
                CREDIT,
                sum(drains) + shortfall,
                List.of(drains),
                shortfall,
                MARCH,
                Map.of(),
                Map.of());
    }

    static Transferred transferred(String account, String ref, int index, String to, LotDrain... drains) {
        return new Transferred(
                account, ref, index, to, CREDIT, sum(drains), List.of(drains), MARCH, Map.of(), Map.of());
    }

    static CreditReceived received(String account, String ref, String from, NewLot... lots) {
        long amount = List.of(lots).stream().mapToLong(NewLot::amount).sum();
        return new CreditReceived(account, ref, from, CREDIT, amount, List.of(lots), MARCH, Map.of(), Map.of());
    }

    static LotDrain drain(String ref, int index, long amount) {
        return new LotDrain(ref, index, amount, MARCH, null);
    }

    /** The events as the journal delivers them, the first at the given seq, a millisecond apart. */
    static List<TrackedEventMessage<?>> journal(long firstSeq, List<?> payloads) {
        List<TrackedEventMessage<?>> messages = new ArrayList<>();
        for (int i = 0; i < payloads.size(); i++) {
            long seq = firstSeq + i;
            messages.add(new GenericTrackedEventMessage<>(
                    new GlobalSequenceTrackingToken(seq),
                    new GenericEventMessage<>(new GenericMessage<>(payloads.get(i)), () -> MARCH.plusMillis(seq))));
        }
        return messages;
    }

    private static long sum(LotDrain... drains) {
        return List.of(drains).stream().mapToLong(LotDrain::amount).sum();
    }
}
