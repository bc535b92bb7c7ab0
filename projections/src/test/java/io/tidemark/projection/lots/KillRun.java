package io.tidemark.projection.lots;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.history.HistoryTables;
import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.rebuild.Rebuilds;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.StoreSettings;
import io.tidemark.testkit.TestPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Kills a {@link FollowingProcess} at random moments, and looks each time at what it left. */
final class KillRun {

    static final long JOURNAL_SEED = 20261126;

    private static final int EVENTS_A_ROUND = 150;
    private static final int LONGEST_LIFE_MILLIS = 1_500;

    private static final String OTHER_SESSIONS = """
            select count(*) from pg_stat_activity
            where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
            """;

    private final PGSimpleDataSource database = (PGSimpleDataSource) TestPostgres.migratedDatabase();
    private final int size;
    private final GrowingJournal journal;
    private final Random random;
    private final @Nullable PriceServer prices;
    private final Truth lots;
    private final Truth history = new Truth(HistoryTables.projection(), HistoryTables.projection());
    private final Path output;
    private int rebuildsCutShort;

    /** Writes what the processes say into a file. */
    KillRun(int rounds, long seed, Path output) {
        this(rounds, seed, output, null);
    }

    /** The same with lots that are valued by what a server says. */
    KillRun(int rounds, long seed, Path output, @Nullable PriceServer prices) {
        this.output = output;
        this.prices = prices;
        this.lots = prices == null
                ? new Truth(LotTables.projection(), LotTables.projection())
                : new Truth(
                        LotTables.projection(PriceServer.over(prices.address())),
                        LotTables.projection(PriceServer.byHeart()));
        this.size = rounds * EVENTS_A_ROUND;
        this.journal = new GrowingJournal(new RandomLedger(JOURNAL_SEED, size).events());
        this.random = new Random(seed);
        journal.growTo(size);
    }

    /** Lets a process follow a little further, kills it, and checks what is there. */
    void round(int number) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .replace('\n', File.pathSeparatorChar),
                FollowingProcess.class.getName(),
                "jdbc:postgresql://127.0.0.1:" + database.getPortNumbers()[0] + "/" + database.getDatabaseName(),
                Integer.toString(size),
                Long.toString(Math.min(size, (long) number * EVENTS_A_ROUND)),
                Long.toString(random.nextLong())));
        if (prices != null) {
            command.add(prices.address());
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            Waiting.until("it follows", () -> said().contains("following") || !process.isAlive());
            Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
            assertThat(process.isAlive()).as(said()).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(said()).contains("following").doesNotContain("failed:");
        // What the process had sent before it was killed is carried out all the same, a commit too.
        Waiting.until("its sessions have ended", () -> TableDump.number(database, OTHER_SESSIONS) == 0);
        rebuildsCutShort +=
                (int) TableDump.number(database, "select count(*) from projection.generation where state = 'building'");
        lots.check();
        history.check();
    }

    private String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The prices that are kept, as they were asked for. */
    Set<String> keptPrices() {
        return Set.copyOf(TableDump.rows(database, "select input from projection.effect"));
    }

    /** Rebuilds that were under way when a process was killed. */
    int rebuildsCutShort() {
        return rebuildsCutShort;
    }

    /** Follows to the end, takes up what rebuilds are left, and compares all with rebuilds of the whole journal. */
    void finish() throws InterruptedException {
        lots.finish();
        history.finish();
    }

    /** The rows of one projection as they are, and as the journal says, folded in a database of its own. */
    private final class Truth {

        private final ProjectionDefinition<AccountEvent> projection;
        private final PGSimpleDataSource apart = (PGSimpleDataSource) TestPostgres.migratedDatabase();
        private final LiveProjection<AccountEvent> folded;
        private long seen;

        Truth(ProjectionDefinition<AccountEvent> projection, ProjectionDefinition<AccountEvent> apartProjection) {
            this.projection = projection;
            this.folded = live(apartProjection, apart);
            folded.claim();
        }

        void check() throws InterruptedException {
            long watermark = TableDump.number(
                    database,
                    "select watermark from projection.generation where state = 'live' and projection = '"
                            + projection.name() + "'");
            assertThat(watermark).as("the watermark of " + projection.name()).isGreaterThanOrEqualTo(seen);
            if (watermark > seen) {
                folded.process(journal.part(seen, watermark));
                seen = watermark;
            }
            folded.flush();
            assertThat(dump(database)).as(projection.name() + " at seq " + seen).isEqualTo(dump(apart));
        }

        private List<String> dump(PGSimpleDataSource source) {
            return projection.name().equals(LotTables.NAME) ? TableDump.lots(source) : TableDump.history(source);
        }

        void finish() throws InterruptedException {
            LiveProjection<AccountEvent> live = live(projection, database);
            try (Rebuilds<AccountEvent> rebuilds = new Rebuilds<>(live, database, journal)) {
                long committed = live.claim();
                if (committed < size) {
                    live.process(journal.part(committed, size));
                }
                live.flush();
                check();
                rebuilds.startIfNeeded();
                Waiting.until("it is over", () -> rebuilds.progress().isEmpty());
                check();
                rebuilds.start(true);
                Waiting.until("it is over", () -> rebuilds.progress().isEmpty());
                assertThat(rebuilds.lastError()).isNull();
                check();
            }
            folded.close();
        }
    }

    private static LiveProjection<AccountEvent> live(
            ProjectionDefinition<AccountEvent> projection, PGSimpleDataSource source) {
        return new LiveProjection<>(projection, source, StoreSettings.live(), StoreListener.NONE);
    }
}
