package io.tidemark.server.imports;

import java.time.Duration;

/**
 * How long to keep asking a ledger that has no time: pauses that double from the first to the longest, and how long all
 * of them may last without progress.
 *
 * @param first the first pause
 * @param longest no pause is longer
 * @param total all pauses in a row are no longer
 */
public record Patience(Duration first, Duration longest, Duration total) {

    /** Two minutes in all: longer than a restart of the ledger takes. */
    public static final Patience DEFAULT =
            new Patience(Duration.ofMillis(20), Duration.ofSeconds(2), Duration.ofMinutes(2));

    /** A row of pauses that begins with the first. */
    Row row() {
        return new Row();
    }

    /** One row of pauses. For one thread. */
    final class Row {

        private Duration next = first;
        private Duration spent = Duration.ZERO;

        /**
         * Pauses, unless patience has run out.
         *
         * @return whether to try again
         */
        boolean pause() throws InterruptedException {
            if (spent.plus(next).compareTo(total) > 0) {
                return false;
            }
            Thread.sleep(next);
            spent = spent.plus(next);
            Duration doubled = next.multipliedBy(2);
            next = doubled.compareTo(longest) < 0 ? doubled : longest;
            return true;
        }
    }
}
