package io.tidemark.projection.rebuild;

import io.tidemark.projection.effect.EffectFailedException;
import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.store.JournalPages;
import io.tidemark.projection.store.StoreFailedException;
import io.tidemark.projection.store.postgres.Generation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the rebuilds of one projection, one at a time among all nodes, and says how they go. Thread-safe.
 *
 * @param <E> the events that the projection knows
 */
public final class Rebuilds<E> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);

    private static final String TRY_LOCK = "select pg_try_advisory_lock(hashtextextended('tidemark-rebuild:' || ?, 0))";
    private static final String UNLOCK = "select pg_advisory_unlock(hashtextextended('tidemark-rebuild:' || ?, 0))";

    /** Between two tries while an effect has no answer. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final LiveProjection<E> live;
    private final DataSource dataSource;
    private final JournalPages<E> journal;
    private final LongSupplier requests;
    private final double shareWhileBusy;
    private @Nullable Rebuild<E> running;
    private @Nullable Thread thread;
    private volatile @Nullable String lastError;
    private volatile boolean isStopping;

    /** Rebuilds of a projection from a journal, for which there is nobody to step back. */
    public Rebuilds(LiveProjection<E> live, DataSource dataSource, JournalPages<E> journal) {
        this(live, dataSource, journal, () -> 0, 1);
    }

    /**
     * Rebuilds of a projection from a journal that step back for others.
     *
     * @param requests how many requests came to the process until now
     * @param shareWhileBusy of the time in which a rebuild works while requests come; above 0, at most 1
     */
    public Rebuilds(
            LiveProjection<E> live,
            DataSource dataSource,
            JournalPages<E> journal,
            LongSupplier requests,
            double shareWhileBusy) {
        if (!(shareWhileBusy > 0 && shareWhileBusy <= 1)) {
            throw new IllegalArgumentException("a share is above 0 and at most 1, not " + shareWhileBusy);
        }
        this.live = live;
        this.dataSource = dataSource;
        this.journal = journal;
        this.requests = requests;
        this.shareWhileBusy = shareWhileBusy;
    }

    /** The projection that they rebuild. */
    public LiveProjection<E> live() {
        return live;
    }

    /**
     * Starts a rebuild, or takes up one that was stopped, and returns without waiting for it.
     *
     * @param isVerified whether to compare the new rows with the live ones first, and to swap only if they are equal
     * @return false if one is under way already, here or on another node
     */
    public synchronized boolean start(boolean isVerified) {
        Connection lock = running == null ? lock() : null;
        if (lock == null) {
            return false;
        }
        lastError = null;
        isStopping = false;
        Rebuild<E> rebuild =
                new Rebuild<>(live, dataSource, journal, new Courtesy(requests, shareWhileBusy, System.nanoTime()));
        running = rebuild;
        thread = Thread.ofPlatform()
                .name("tidemark-rebuild-" + name())
                .daemon()
                .start(() -> run(rebuild, isVerified, lock));
        return true;
    }

    /** Takes up a rebuild that was stopped, and starts one if the live rows are of another version. */
    public void startIfNeeded() {
        Optional<Generation> rows = live.generations().live();
        boolean isOther =
                rows.isPresent() && rows.get().version() != live.definition().version();
        if (isOther || live.generations().building().isPresent()) {
            start(false);
        }
    }

    /**
     * Gives up a rebuild that was stopped, with what it has made so far.
     *
     * @return false if there is none, or it is under way, here or on another node
     */
    public synchronized boolean drop() {
        Connection lock = running == null ? lock() : null;
        if (lock == null) {
            return false;
        }
        try {
            return dropBuilding();
        } finally {
            unlock(lock);
        }
    }

    private boolean dropBuilding() {
        Optional<Generation> building = live.generations().building();
        building.ifPresent(live.generations()::retire);
        live.generations().dropRetired();
        return building.isPresent();
    }

    /** How the rebuild of this node is doing; none if there is none. */
    public synchronized Optional<RebuildProgress> progress() {
        return Optional.ofNullable(running).map(Rebuild::progress);
    }

    /** Why the last rebuild of this node did not come to its end; {@code null} if it did. */
    public @Nullable String lastError() {
        return lastError;
    }

    /** Stops a rebuild. It can be taken up later. */
    public void stop() {
        Thread stopped;
        synchronized (this) {
            stopped = thread;
        }
        if (stopped == null) {
            return;
        }
        // Whoever waits for a connection tells of the interrupt as of a failure.
        isStopping = true;
        stopped.interrupt();
        try {
            stopped.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops a rebuild, and gives up the claim on the live rows. */
    @Override
    public void close() {
        stop();
        live.close();
    }

    private void run(Rebuild<E> rebuild, boolean isVerified, Connection lock) {
        try {
            while (!isDone(rebuild, isVerified)) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            LOG.info("The rebuild of '{}' stops at {}", name(), rebuild.progress());
        } catch (TablesDifferException e) {
            lastError = e.getMessage();
            LOG.error("'{}' is not what the journal says: {}", name(), e.getMessage());
            drop(rebuild);
        } catch (RuntimeException e) {
            if (isStopping) {
                LOG.info("The rebuild of '{}' stops at {}", name(), rebuild.progress());
            } else {
                lastError = "the rebuild failed; the log of the server says why";
                LOG.error("The rebuild of '{}' failed at {}", name(), rebuild.progress(), e);
            }
        } finally {
            unlock(lock);
            synchronized (this) {
                running = null;
            }
        }
    }

    /** False if somebody whom an effect calls is away: then the rebuild goes on later from what is durable. */
    private boolean isDone(Rebuild<E> rebuild, boolean isVerified) throws InterruptedException {
        try {
            rebuild.run(isVerified);
            lastError = null;
            return true;
        } catch (StoreFailedException e) {
            if (isStopping || !(e.getCause() instanceof EffectFailedException)) {
                throw e;
            }
            lastError = "the rebuild waits for an effect; the log of the server says which";
            LOG.warn(
                    "The rebuild of '{}' waits at {}: {}",
                    name(),
                    rebuild.progress(),
                    e.getCause().getMessage());
            return false;
        }
    }

    private void drop(Rebuild<E> rebuild) {
        try {
            dropBuilding();
        } catch (RuntimeException e) {
            LOG.warn("What the rebuild of '{}' made at {} stays for now", name(), rebuild.progress(), e);
        }
    }

    /** Holds the lock for as long as its connection lives, so a node that is killed lets go of it. */
    private @Nullable Connection lock() {
        try {
            Connection connection = dataSource.getConnection();
            if (isTrue(connection, TRY_LOCK)) {
                return connection;
            }
            connection.close();
            return null;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot start a rebuild of '" + name() + "'", e);
        }
    }

    private void unlock(Connection connection) {
        try (connection) {
            isTrue(connection, UNLOCK);
        } catch (SQLException e) {
            LOG.warn("The lock of the rebuild of '{}' went with its connection", name(), e);
        }
    }

    private boolean isTrue(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private String name() {
        return live.definition().name();
    }
}
