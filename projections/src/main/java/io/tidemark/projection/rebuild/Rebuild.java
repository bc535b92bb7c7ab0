package io.tidemark.projection.rebuild;

import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.rebuild.RebuildProgress.Phase;
import io.tidemark.projection.store.JournalPages;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.ProjectionStore;
import io.tidemark.projection.store.StoreFailedException;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.TableChanges;
import io.tidemark.projection.store.postgres.Generation;
import io.tidemark.projection.store.postgres.Generations;
import io.tidemark.projection.store.postgres.PostgresStorage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One rebuild of a projection: folds the journal into a new generation beside the live one, and swaps it in. The live
 * generation is read and followed all the while; whoever is killed in between leaves it as it is, and a later rebuild goes
 * on from what was durable. Run by one thread; its progress may be asked by any.
 *
 * @param <E> the events that the projection knows
 */
final class Rebuild<E> {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

    /** Only a broken database takes longer for what is left in memory. */
    private static final Duration FLUSH_PATIENCE = Duration.ofMinutes(10);

    /** So few events are folded while the live projection waits. */
    private static final int NEARLY_THERE = 2_000;

    private final LiveProjection<E> live;
    private final ProjectionDefinition<E> projection;
    private final Generations generations;
    private final DataSource dataSource;
    private final JournalPages<E> journal;
    private final Courtesy courtesy;
    private final Pace pace = new Pace(System::nanoTime);
    private final Successor listener = new Successor();

    Rebuild(LiveProjection<E> live, DataSource dataSource, JournalPages<E> journal, Courtesy courtesy) {
        this.live = live;
        this.projection = live.definition();
        this.generations = live.generations();
        this.dataSource = dataSource;
        this.journal = journal;
        this.courtesy = courtesy;
    }

    RebuildProgress progress() {
        return pace.progress();
    }

    /**
     * Does it all.
     *
     * @param isVerified whether to compare the new rows with the live ones, and to leave things as they are if they differ
     * @throws TablesDifferException if they differ
     */
    void run(boolean isVerified) throws InterruptedException {
        generations.dropRetired();
        Generation building = begin();
        ProjectionStore<E> store = ProjectionStore.open(
                projection,
                new PostgresStorage(dataSource, projection, building.number()),
                live.settings().forRebuild(),
                listener,
                live.metrics());
        boolean isSwapped = false;
        try {
            fold(store, building);
            if (isVerified) {
                verify(store, building);
            }
            swap(store, building);
            isSwapped = true;
        } finally {
            if (!isSwapped) {
                store.close();
            }
        }
        generations.dropRetired();
    }

    private Generation begin() {
        Optional<Generation> left = generations.building();
        if (left.isPresent() && left.get().version() == projection.version()) {
            LOG.info(
                    "The rebuild of '{}' goes on from seq {}",
                    projection.name(),
                    left.get().watermark());
            return left.get();
        }
        left.ifPresent(generations::retire);
        return generations.begin();
    }

    /**
     * What comes while the journal is folded goes into tables without indexes too, where it takes the least. What comes
     * while these are made is written at once, which is less than writing each change; and the last of it as it comes, or
     * the swap would have to wait for that.
     */
    private void fold(ProjectionStore<E> store, Generation building) throws InterruptedException {
        pace.begin(Phase.FOLDING, store.processed());
        foldUpTo(store, journal.head(), courtesy);
        catchUp(store, CatchUpRounds.WORTH_A_REST);
        flush(store);
        pace.begin(Phase.INDEXING, store.processed());
        generations.finish(building, courtesy.atOnce(System.nanoTime()));
        pace.begin(Phase.CATCHING_UP, store.processed());
        catchUp(store, CatchUpRounds.WORTH_A_REST);
        flush(store);
        store.writeEagerly();
        catchUp(store, NEARLY_THERE);
        flush(store);
    }

    /** Folds in rounds what came meanwhile until so few events are left, or until that does not help any more. */
    private void catchUp(ProjectionStore<E> store, int enough) throws InterruptedException {
        CatchUpRounds rounds = new CatchUpRounds(enough);
        CatchUpRounds.Round round = rounds.next(journal.head() - store.processed());
        while (round != CatchUpRounds.Round.NONE) {
            foldUpTo(store, journal.head(), round == CatchUpRounds.Round.WITH_RESTS ? courtesy : Rests.NONE);
            round = rounds.next(journal.head() - store.processed());
        }
    }

    private void foldUpTo(ProjectionStore<E> store, long seq, Rests rests) throws InterruptedException {
        pace.aim(seq);
        long begun = System.nanoTime();
        try (PagesAhead<E> pages =
                new PagesAhead<>(projection.name(), journal, store.processed(), seq, rests::eventsAtOnce)) {
            while (store.processed() < seq) {
                List<PositionedEvent<E>> page = pages.next();
                store.process(page);
                pace.at(store.processed());
                long now = System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(rests.restNanos(now - begun, now));
                begun = System.nanoTime();
            }
        }
    }

    private void verify(ProjectionStore<E> store, Generation building) throws InterruptedException {
        pace.begin(Phase.VERIFYING, store.processed());
        TableComparison comparison = new TableComparison(dataSource, projection);
        try (TableComparison.Snapshot snapshot = snapshot(store, comparison)) {
            snapshot.compare(generations.live().orElseThrow(), building);
        }
        foldUpTo(store, journal.head(), Rests.NONE);
    }

    /** A view of both generations at the same seq, after which the live one may go on. */
    private TableComparison.Snapshot snapshot(ProjectionStore<E> store, TableComparison comparison)
            throws InterruptedException {
        TableComparison.Snapshot[] taken = new TableComparison.Snapshot[1];
        live.pause(processed -> {
            ProjectionStore<E> open = live.store();
            if (open == null || !open.flush(FLUSH_PATIENCE)) {
                throw new IllegalStateException("only the node that follows the journal can compare '"
                        + projection.name() + "', and this one does not");
            }
            foldUpTo(store, processed, Rests.NONE);
            flush(store);
            taken[0] = comparison.snapshot();
            return null;
        });
        return taken[0];
    }

    /**
     * What the live projection has in memory is written once more: nobody else would tell those who listen to it, and a
     * write that met the swap would look like another node's take-over.
     */
    private void swap(ProjectionStore<E> store, Generation building) throws InterruptedException {
        pace.begin(Phase.SWAPPING, store.processed());
        live.pause(processed -> {
            live.flush();
            generations.swap(building, watermark -> {
                foldUpTo(store, Math.max(watermark, processed), Rests.NONE);
                flush(store);
            });
            listener.succeed(live.guard());
            return store;
        });
        LOG.info(
                "Generation {} of '{}' is live at seq {}, {}",
                building.number(),
                projection.name(),
                store.committed(),
                pace.times());
    }

    private void flush(ProjectionStore<E> store) throws InterruptedException {
        if (!store.flush(FLUSH_PATIENCE)) {
            RuntimeException failure = store.failure();
            throw failure != null
                    ? new StoreFailedException(projection.name(), failure)
                    : new IllegalStateException("the rows of '" + projection.name() + "' do not become durable");
        }
    }

    /** Hears of the new store's failures, which concern the live projection only once it has taken over. */
    private static final class Successor implements StoreListener {

        private volatile StoreListener target = StoreListener.NONE;

        void succeed(StoreListener listener) {
            this.target = listener;
        }

        @Override
        public void failed(RuntimeException reason) {
            target.failed(reason);
        }

        @Override
        public void committed(long seq, List<TableChanges<?, ?>> changes) {
            target.committed(seq, changes);
        }
    }
}
