package io.tidemark.projection.lots;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.Reads;
import org.jspecify.annotations.Nullable;

/** Says what new lots are worth. For the thread that processes. */
interface LotValuation {

    /** Values nothing, at no cost. */
    LotValuation NONE = new LotValuation() {
        @Override
        public void announce(PositionedEvent<AccountEvent> positioned, AccountEvent event, Reads reads) {}

        @Override
        public @Nullable Long of(PositionedEvent<AccountEvent> positioned, AccountEvent event, long amount) {
            return null;
        }
    };

    /** Names what it will have to know. */
    void announce(PositionedEvent<AccountEvent> positioned, AccountEvent event, Reads reads);

    /** What an amount is worth that an event brings; {@code null} if it has no value that can be told. */
    @Nullable
    Long of(PositionedEvent<AccountEvent> positioned, AccountEvent event, long amount);
}
