package io.tidemark.projection.live;

import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.ProjectionStore;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.StoreMetrics;
import io.tidemark.projection.store.StoreSettings;
import io.tidemark.projection.store.TableChanges;
import io.tidemark.projection.store.postgres.Generation;
import io.tidemark.projection.store.postgres.Generations;
import io.tidemark.projection.store.postgres.PostgresStorage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of a projection's live generation, as long as this node has the claim on it. Thread-safe: batches, claims and
 * the swap of a rebuild take turns, and take place between two batches.
 *
 * @param <E> the events that the projection knows
 */
public final class LiveProjection<E> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveProjection.class);
    private static final Duration FLUSH_PATIENCE = Duration.ofSeconds(10);
    /** How long a stop waits. Little, for the database may be away, and what is not durable is folded again. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    private final ProjectionDefinition<E> projection;
    private final DataSource dataSource;
    private final StoreSettings settings;
    private final StoreListener listener;
    private final Generations generations;
    private final StoreMetrics metrics = new StoreMetrics();
    private final EffectWaits waits = new EffectWaits();
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable ProjectionStore<E> store;
    private volatile @Nullable RuntimeException failure;
    private volatile Guard guard = new Guard();

    /**
     * A projection that nobody feeds yet.
     *
     * @param dataSource gives connections of their own transaction
     * @param settings how much to keep in memory
     * @param listener is told of what becomes durable
     */
    public LiveProjection(
            ProjectionDefinition<E> projection, DataSource dataSource, StoreSettings settings, StoreListener listener) {
        this.projection = projection;
        this.dataSource = dataSource;
        this.settings = settings;
        this.listener = listener;
        this.generations = new Generations(dataSource, projection);
    }

    /** What it keeps and how it folds. */
    public ProjectionDefinition<E> definition() {
        return projection;
    }

    /** Its generations. */
    public Generations generations() {
        return generations;
    }

    /** What its stores have done, rebuilds included, while this node lives. */
    public StoreMetrics metrics() {
        return metrics;
    }

    /** How much it keeps in memory. */
    public StoreSettings settings() {
        return settings;
    }

    /**
     * Becomes the one node that writes the live rows; what another one has not made durable by now will be folded again.
     *
     * @return last seq that the rows show
     * @throws IllegalStateException if the projection has failed, or the rows were folded by another version of it
     */
    public long claim() {
        turn.lock();
        try {
            RuntimeException reason = failure;
            if (reason != null) {
                throw new IllegalStateException("the projection '" + projection.name() + "' has failed", reason);
            }
            closeStore();
            Generation live = generations.requireLive(projection.version());
            if (live.version() != projection.version()) {
                throw new IllegalStateException("the rows of '" + projection.name() + "' are of version "
                        + live.version() + "; version " + projection.version() + " goes on once they are rebuilt");
            }
            ProjectionStore<E> opened = ProjectionStore.open(
                    projection, new PostgresStorage(dataSource, projection, live.number()), settings, guard(), metrics);
            store = opened;
            return opened.committed();
        } finally {
            turn.unlock();
        }
    }

    /**
     * Processes events; those that the rows show already are left out.
     *
     * @param batch consecutive events
     * @throws RuntimeException if this node has no claim, or the store fails: then the batch is to be fed again after the
     *     next claim
     */
    public void process(List<PositionedEvent<E>> batch) {
        turn.lock();
        try {
            ProjectionStore<E> open = store;
            if (open == null) {
                throw new IllegalStateException("this node has no claim on '" + projection.name() + "'");
            }
            List<PositionedEvent<E>> rest = PositionedEvent.after(open.processed(), batch);
            if (!rest.isEmpty()) {
                waits.during(open, rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while '" + projection.name() + "' waited for room", e);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Gives up the claim, after what is in memory was made durable. A batch that waits for room in vain, since the storage
     * is away, is given up too.
     */
    public void release() {
        if (!isMyTurn()) {
            ProjectionStore<E> stuck = store;
            if (stuck != null) {
                stuck.close();
            }
            turn.lock();
        }
        try {
            closeStore();
        } finally {
            turn.unlock();
        }
    }

    private boolean isMyTurn() {
        try {
            return turn.tryLock(STOP_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Runs something while no batch is processed.
     *
     * @param pause is given the last seq that is in memory, 0 if this node has no claim
     */
    public void pause(Pause<E> pause) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            ProjectionStore<E> open = store;
            ProjectionStore<E> successor = pause.at(open == null ? 0 : open.processed());
            if (successor != null) {
                if (open == null) {
                    successor.close();
                } else {
                    store = successor;
                    open.close();
                }
            }
        } finally {
            turn.unlock();
        }
    }

    /**
     * Has everything written that was processed until now.
     *
     * @return whether it is durable; false also if this node has no claim
     */
    public boolean flush() throws InterruptedException {
        ProjectionStore<E> open = store;
        return open != null && open.flush(FLUSH_PATIENCE);
    }

    /** Somebody waits for what this node has in memory, if anything: it is written now. Returns at once. */
    public void hurry() {
        ProjectionStore<E> open = store;
        if (open != null) {
            open.hurry();
        }
    }

    /** The open store; {@code null} while this node has no claim. */
    public @Nullable ProjectionStore<E> store() {
        return store;
    }

    /** Why it does not follow the journal any more; {@code null} while it may. */
    public @Nullable RuntimeException failure() {
        return failure;
    }

    /** Which event could not be folded since an effect had no answer. */
    public EffectWaits waits() {
        return waits;
    }

    /** A listener for the store that is about to be this one's. From now on nobody listens to the one before it. */
    public StoreListener guard() {
        Guard next = new Guard();
        guard = next;
        failure = null;
        return next;
    }

    @Override
    public void close() {
        release();
    }

    private void closeStore() {
        ProjectionStore<E> open = store;
        if (open == null) {
            return;
        }
        store = null;
        try {
            if (open.failure() == null && !open.flush(STOP_PATIENCE)) {
                LOG.warn(
                        "'{}' stops at seq {} and has to fold up to seq {} again",
                        projection.name(),
                        open.committed(),
                        open.processed());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.close();
        }
    }

    /**
     * Decides which problems end the projection. Another node's take-over is none, nor is a database that is away for
     * longer than reads are tried again: this node claims anew, and folds again what was not durable.
     */
    private final class Guard implements StoreListener {

        @Override
        public void failed(RuntimeException reason) {
            if (guard != this) {
                return;
            }
            if (PassingTrouble.is(reason)) {
                LOG.warn("This node gives up '{}': {}", projection.name(), reason.getMessage());
                return;
            }
            failure = reason;
            LOG.error(
                    "The projection '{}' stops, and shows what it has until it is reset: {}",
                    projection.name(),
                    reason.getMessage(),
                    reason);
            listener.failed(reason);
        }

        @Override
        public void committed(long seq, List<TableChanges<?, ?>> changes) {
            listener.committed(seq, changes);
        }
    }

    /** Something that must not happen while a batch is processed. */
    @FunctionalInterface
    public interface Pause<E> {
        /**
         * Does it.
         *
         * @param processed last seq that is in memory
         * @return the store that goes on from there; {@code null} to go on with the one that is open
         */
        @Nullable
        ProjectionStore<E> at(long processed) throws InterruptedException;
    }
}
