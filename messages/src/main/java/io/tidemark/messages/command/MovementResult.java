package io.tidemark.messages.command;

import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import java.util.List;

/** What one item of a message did. */
public sealed interface MovementResult {

    /**
     * A granted lot.
     *
     * @param account who has it
     * @param currency of the lot
     * @param lot the lot that was made
     */
    record Granted(String account, String currency, NewLot lot) implements MovementResult {}

    /**
     * A spend.
     *
     * @param account whose lots were drained
     * @param currency of the lots
     * @param amount what was asked for
     * @param drained what was taken from which lot, in drain order
     * @param shortfall what was asked for and not there; 0 unless the spend took what was available
     */
    record Spent(String account, String currency, long amount, List<LotDrain> drained, long shortfall)
            implements MovementResult {
        public Spent {
            drained = List.copyOf(drained);
        }
    }

    /**
     * A transfer to one recipient.
     *
     * @param to who got it
     * @param currency of the lots
     * @param amount what was moved
     * @param drained what was taken from which lot of the sender, in drain order; empty when an issuer sent it
     * @param granted the recipient's new lots
     */
    record Moved(String to, String currency, long amount, List<LotDrain> drained, List<NewLot> granted)
            implements MovementResult {
        public Moved {
            drained = List.copyOf(drained);
            granted = List.copyOf(granted);
        }
    }
}
