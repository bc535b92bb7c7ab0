package io.tidemark.server.cli;

import java.time.Duration;

/** How far work on events is, and how fast it goes. For one thread. */
final class Rate {

    private final Progress progress;
    private final long total;
    private final long startNanos = System.nanoTime();

    /**
     * Work that begins now.
     *
     * @param total how many events there are to do; 0 or less if that is not known
     */
    Rate(Terminal terminal, String what, long total) {
        this.progress = new Progress(terminal, what);
        this.total = total;
    }

    /** Shows how many events are done. */
    void show(long events) {
        show(events, events, total);
    }

    /** Shows how many events are done, where something else says how far that is. */
    void show(long events, long done, long ofTotal) {
        progress.show(
                done,
                ofTotal,
                Figures.grouped(events) + " events, " + Figures.grouped(Figures.perSecond(events, taken())) + "/s");
    }

    void clear() {
        progress.clear();
    }

    /** The whole in words. */
    String done(long events) {
        Duration taken = taken();
        return Figures.grouped(events) + " events in " + Figures.seconds(taken) + " ("
                + Figures.grouped(Figures.perSecond(events, taken)) + " events/s)";
    }

    /** Seconds since the beginning. */
    double seconds() {
        return taken().toMillis() / 1e3;
    }

    private Duration taken() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
