package io.tidemark.bench.run;

import io.tidemark.bench.load.WarmUp;
import java.time.Duration;

/**
 * How long and how large a benchmark is.
 *
 * @param quick whether it is the short one
 * @param runs how often each figure is measured
 * @param warmUp load before each measurement, at least
 * @param longestWarmUp load before each measurement, at most, if compilers still work
 * @param measured length of each measurement
 * @param firstWarmUp load before the first measurement of all, until the code is compiled
 * @param accounts accounts that movements are spread over
 * @param smallJournal events in the small journal
 * @param largeJournal events in the large journal
 * @param smallAccount open lots of the small account
 * @param largeAccount open lots of the large account
 * @param wholeJournal events of the journal that is verified and rebuilt from, at least
 * @param upserts most events that are handled with one upsert each
 * @param lots lots among which balances are asked for
 */
public record Scale(
        boolean quick,
        int runs,
        Duration warmUp,
        Duration longestWarmUp,
        Duration measured,
        Duration firstWarmUp,
        int accounts,
        int smallJournal,
        int largeJournal,
        int smallAccount,
        int largeAccount,
        int wholeJournal,
        int upserts,
        int lots) {

    /** The scale of figures that are quoted. */
    public static final Scale FULL = new Scale(
            false,
            5,
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            Duration.ofSeconds(6),
            Duration.ofSeconds(15),
            10_000,
            10_000,
            10_000_000,
            10,
            100_000,
            1_000_000,
            50_000,
            1_000_000);

    /** A first look, in minutes. */
    public static final Scale QUICK = new Scale(
            true,
            3,
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofMillis(750),
            Duration.ofSeconds(2),
            10_000,
            10_000,
            1_000_000,
            10,
            100_000,
            100_000,
            10_000,
            1_000_000);

    /** The load before the first measurement of something. */
    public WarmUp beforeFirst() {
        return new WarmUp(firstWarmUp, longestWarmUp);
    }

    /** The load before each measurement. */
    public WarmUp beforeEach() {
        return new WarmUp(warmUp, longestWarmUp);
    }
}
