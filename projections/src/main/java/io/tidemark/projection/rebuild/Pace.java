package io.tidemark.projection.rebuild;

import io.tidemark.projection.rebuild.RebuildProgress.Phase;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Keeps track of how far and how fast a rebuild is. The rate is that of the last seconds, and every phase is timed.
 * Thread-safe.
 */
final class Pace {

    private static final long WINDOW_NANOS = 5_000_000_000L;
    private static final double NANOS_A_SECOND = 1e9;

    private record Mark(long nanos, long seq) {}

    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private final Map<Phase, Long> nanosOf = new EnumMap<>(Phase.class);
    private final LongSupplier nanoTime;
    private long begun;
    private Phase phase = Phase.PREPARING;
    private long seq;
    private long target;
    private long rate;

    /**
     * The pace of a rebuild that begins now.
     *
     * @param nanoTime a clock as {@link System#nanoTime()} is one
     */
    Pace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    synchronized void begin(Phase next, long atSeq) {
        endPhase();
        phase = next;
        marks.clear();
        at(atSeq);
    }

    synchronized void aim(long targetSeq) {
        target = Math.max(target, targetSeq);
    }

    synchronized void at(long nowAtSeq) {
        long now = nanoTime.getAsLong();
        seq = nowAtSeq;
        target = Math.max(target, seq);
        marks.add(new Mark(now, nowAtSeq));
        while (marks.size() > 2 && now - marks.getFirst().nanos() > WINDOW_NANOS) {
            marks.removeFirst();
        }
        Mark first = marks.getFirst();
        if (now > first.nanos() && nowAtSeq > first.seq()) {
            rate = Math.round((nowAtSeq - first.seq()) * NANOS_A_SECOND / (now - first.nanos()));
        }
    }

    private void endPhase() {
        long now = nanoTime.getAsLong();
        nanosOf.merge(phase, now - begun, Long::sum);
        begun = now;
    }

    /** How long each phase took until now, in words. */
    synchronized String times() {
        Map<Phase, Long> untilNow = new EnumMap<>(nanosOf);
        untilNow.merge(phase, nanoTime.getAsLong() - begun, Long::sum);
        return untilNow.entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%s %.2f s",
                        entry.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        entry.getValue() / NANOS_A_SECOND))
                .collect(Collectors.joining(", "));
    }

    synchronized RebuildProgress progress() {
        return new RebuildProgress(phase, seq, target, rate, rate == 0 ? null : (target - seq) / rate);
    }
}
