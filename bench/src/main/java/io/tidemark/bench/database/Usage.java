package io.tidemark.bench.database;

import io.tidemark.bench.run.Round;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What a stretch of work used.
 *
 * @param seconds how long it took
 * @param jvmMicros processor time of this JVM in microseconds, load generator included
 * @param postgresMicros processor time of the server; empty where it cannot be read
 * @param walBytes bytes of write-ahead log
 * @param events events that the journal got
 */
public record Usage(double seconds, double jvmMicros, Optional<Double> postgresMicros, long walBytes, long events) {

    private static final double NANOS_A_MICRO = 1_000;

    /** Notes beside a figure what one of so many units used. */
    public void note(Round round, String figure, String unit, double units) {
        round.note(figure, "us JVM/" + unit, jvmMicros / units);
        postgresMicros.ifPresent(micros -> round.note(figure, "us PostgreSQL/" + unit, micros / units));
        if (events > 0) {
            round.note(figure, "B WAL/event", (double) walBytes / events);
        }
    }

    /** A reading at the beginning of a stretch. */
    public static final class Start {

        private final ScratchDatabase database;
        private final String eventCount;
        private final long events;
        private final long walBytes;
        private final CpuTime cpu;
        private final long nanos;

        private Start(ScratchDatabase database, String eventCount) throws SQLException {
            this.database = database;
            this.eventCount = eventCount;
            this.events = database.number(eventCount);
            this.walBytes = database.server().walBytes();
            this.cpu = CpuTime.now(database.server());
            this.nanos = System.nanoTime();
        }

        /** What was used since. */
        public Usage end() throws SQLException {
            long elapsed = System.nanoTime() - nanos;
            CpuTime now = CpuTime.now(database.server());
            Optional<Double> postgres = now.postgresNanos()
                    .flatMap(after -> cpu.postgresNanos().map(before -> (after - before) / NANOS_A_MICRO));
            return new Usage(
                    elapsed / 1e9,
                    (now.jvmNanos() - cpu.jvmNanos()) / NANOS_A_MICRO,
                    postgres,
                    database.server().walBytes() - walBytes,
                    database.number(eventCount) - events);
        }
    }

    /**
     * Begins a stretch.
     *
     * @param eventCount a query for the number of events
     */
    public static Start begin(ScratchDatabase database, String eventCount) throws SQLException {
        return new Start(database, eventCount);
    }
}
