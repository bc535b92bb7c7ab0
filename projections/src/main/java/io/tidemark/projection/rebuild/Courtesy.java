package io.tidemark.projection.rebuild;

import java.util.function.LongSupplier;

/**
 * How a rebuild steps back for those who use the ledger meanwhile: while they ask for something often, it works for a share
 * of the time only and leaves the machine to them for the rest. Used by one thread but where it says otherwise.
 */
final class Courtesy implements Rests {

    /** Fewer requests a second than this are not worth a longer rebuild. */
    static final int BUSY_REQUESTS_A_SECOND = 100;

    /**
     * Events of a piece of work while it rests after each. What is read ahead meanwhile waits in memory, and the collector,
     * whose pauses everybody waits for, copies it.
     */
    static final int FEW_EVENTS = 1_000;

    private static final double NANOS_A_SECOND = 1e9;

    private final LongSupplier requests;
    private final double share;
    private long seenRequests;
    private long seenNanos;
    private volatile boolean isResting;

    /**
     * The courtesy of one rebuild.
     *
     * @param requests how many requests there were until now
     * @param share of the time in which a rebuild works while requests come, above 0; 1 to take no notice of them
     * @param nowNanos the time, as {@link System#nanoTime()} tells it
     */
    Courtesy(LongSupplier requests, double share, long nowNanos) {
        this.requests = requests;
        this.share = share;
        this.seenRequests = requests.getAsLong();
        this.seenNanos = nowNanos;
    }

    /** As long as leaves the share of the time to the work; 0 if nobody asks for anything. */
    @Override
    public long restNanos(long workedNanos, long nowNanos) {
        long rest = isBusy(nowNanos) ? Math.round(workedNanos * (1 / share - 1)) : 0;
        isResting = rest > 0;
        return rest;
    }

    @Override
    public int eventsAtOnce() {
        return isResting ? FEW_EVENTS : EVENTS_AT_ONCE;
    }

    /** How many things may be done at a time where none can rest, each of which keeps a processor busy. */
    int atOnce(long nowNanos) {
        return share < 1 && isBusy(nowNanos) ? 1 : 2;
    }

    /** Whether there were many requests since this was asked last. */
    private boolean isBusy(long nowNanos) {
        long seen = requests.getAsLong();
        double seconds = (nowNanos - seenNanos) / NANOS_A_SECOND;
        boolean isBusy = seen - seenRequests > BUSY_REQUESTS_A_SECOND * seconds;
        seenRequests = seen;
        seenNanos = nowNanos;
        return isBusy;
    }
}
