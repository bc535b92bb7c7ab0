package io.tidemark.projection.lots;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.history.HistoryTables;
import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.rebuild.Rebuilds;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.StoreSettings;
import java.util.List;
import java.util.Random;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process that follows a seeded journal and rebuilds its projections again and again, until somebody kills it. Says
 * {@code following} once it does.
 */
final class FollowingProcess {

    private static final int LONGEST_BATCH = 120;
    private static final long OBJECTS = 400;

    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final GrowingJournal journal;
    private final long head;
    private final long seed;

    private FollowingProcess(String url, int size, long head, long seed) {
        database.setUrl(url);
        database.setUser("postgres");
        database.setPassword("postgres");
        this.journal = new GrowingJournal(new RandomLedger(KillRun.JOURNAL_SEED, size).events());
        this.journal.growTo(head);
        this.head = head;
        this.seed = seed;
    }

    /** Takes a JDBC URL, the size of the journal, its present head, a seed, and who knows prices if lots are valued. */
    public static void main(String[] arguments) throws InterruptedException {
        FollowingProcess process = new FollowingProcess(
                arguments[0],
                Integer.parseInt(arguments[1]),
                Long.parseLong(arguments[2]),
                Long.parseLong(arguments[3]));
        ProjectionDefinition<AccountEvent> lots =
                arguments.length == 4 ? LotTables.projection() : LotTables.projection(PriceServer.over(arguments[4]));
        List<Thread> threads = List.of(process.follow(lots, 1), process.follow(HistoryTables.projection(), 2));
        System.out.println("following");
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private Thread follow(ProjectionDefinition<AccountEvent> projection, int number) {
        LiveProjection<AccountEvent> live = new LiveProjection<>(
                projection, database, StoreSettings.live().within(OBJECTS, Long.MAX_VALUE), StoreListener.NONE);
        Rebuilds<AccountEvent> rebuilds = new Rebuilds<>(live, database, journal);
        Random random = new Random(seed + number);
        long committed = live.claim();
        rebuilds.startIfNeeded();
        return Thread.ofPlatform().name(projection.name()).start(() -> {
            try {
                forEver(live, rebuilds, committed, random);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void forEver(
            LiveProjection<AccountEvent> live, Rebuilds<AccountEvent> rebuilds, long committed, Random random)
            throws InterruptedException {
        long seq = committed;
        while (true) {
            long next = Math.min(head, seq + 1 + random.nextInt(LONGEST_BATCH));
            if (next > seq) {
                live.process(journal.part(seq, next));
                seq = next;
            }
            if (random.nextInt(8) == 0) {
                rebuilds.start(random.nextBoolean());
            }
            if (rebuilds.lastError() != null || live.failure() != null) {
                System.out.println("failed: " + rebuilds.lastError() + ", " + live.failure());
                return;
            }
            Thread.sleep(random.nextInt(next == head ? 20 : 3));
        }
    }
}
