package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.StorageException;
import io.tidemark.projection.store.TableDefinition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The generations of one projection: makes, finishes, swaps and drops them. Thread-safe. */
public final class Generations {

    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

    private static final String IN_STATE =
            "select generation, version, watermark from projection.generation where projection = ? and state = ?";

    /**
     * The number of a dropped generation may be used again, and its last writer not know. The first number of a write is
     * a random one, so that it does not find the new one where it left the old one.
     */
    private static final String ADD = """
            insert into projection.generation (projection, generation, version, state, write)
            select ?, coalesce(max(generation), 0) + 1, ?, ?, hashtextextended(gen_random_uuid()::text, 0)
            from projection.generation where projection = ?
            returning generation
            """;

    private static final String RETIRED = "select generation, version, watermark from projection.generation"
            + " where projection = ? and state = 'retired'";

    private static final String RETIRE = "update projection.generation set state = 'retired', epoch = epoch + 1"
            + " where projection = ? and generation = ?";

    private static final String GIVE_UP = RETIRE + " and state = 'building'";

    private static final String FORGET =
            "delete from projection.generation where projection = ? and generation = ? and state = 'retired'";

    private static final String LOCK_LIVE = """
            select generation, version, watermark from projection.generation where projection = ? and state = 'live'
            for update
            """;

    private static final String PROMOTE = """
            update projection.generation set state = 'live'
            where projection = ? and generation = ? and state = 'building' and watermark >= ?
            """;

    private final DataSource dataSource;
    private final ProjectionDefinition<?> projection;
    private final SchemaChanges changes;

    /** The generations of a projection. */
    public Generations(DataSource dataSource, ProjectionDefinition<?> projection) {
        this.dataSource = dataSource;
        this.projection = projection;
        this.changes = new SchemaChanges(dataSource);
    }

    /** The one that is read. */
    public Optional<Generation> live() {
        return one("live");
    }

    /** The one that is being built, or was when whoever built it stopped. */
    public Optional<Generation> building() {
        return one("building");
    }

    /**
     * The live generation; an empty one is made if there is none. Nodes may do so at once.
     *
     * @param version of the code, for a new one
     */
    public Generation requireLive(int version) {
        Optional<Generation> live = live();
        if (live.isPresent()) {
            return live.get();
        }
        try {
            return add("live", version, true);
        } catch (StorageException e) {
            return live().orElseThrow(() -> e);
        }
    }

    /** Makes an empty generation to build, without indexes. */
    public Generation begin() {
        return add("building", projection.version(), false);
    }

    /**
     * Gives the generation its indexes, and the planner its figures.
     *
     * @param atOnce how many indexes are made at a time, 1 or more; each keeps a processor busy
     */
    public void finish(Generation generation, int atOnce) {
        GenerationIndexes indexes = new GenerationIndexes(dataSource, generation.number());
        List<String> missing = new ArrayList<>();
        for (TableDefinition<?, ?> table : projection.tables()) {
            missing.addAll(indexes.all(table));
        }
        new IndexBuild(changes, atOnce, missing).run("cannot index generation " + generation.number());
        changes.run("cannot analyze generation " + generation.number(), connection -> {
            for (TableDefinition<?, ?> table : projection.tables()) {
                SchemaChanges.execute(connection, "analyze " + TableNames.of(table, generation.number()));
            }
        });
    }

    /**
     * Makes the built generation the live one. The rows that are live until then are locked while the last events are
     * caught up with, so that no reader sees the watermark go back.
     *
     * @param built the generation
     * @param catchUp is given the seq that the live rows show, and returns once the built ones show it too
     */
    public void swap(Generation built, CatchUp catchUp) throws InterruptedException {
        try {
            Transactions.run(dataSource, connection -> {
                Generation live = lockLive(connection);
                catchUp.to(live.watermark());
                update(connection, RETIRE, live.number());
                promote(connection, built, live.watermark());
                return true;
            });
        } catch (SQLException e) {
            // Whether a commit whose answer was lost took place, only the rows know.
            if (!SqlStates.isTransient(e) || !isLive(built)) {
                throw SqlStates.failure("cannot swap generation " + built.number() + " in", e);
            }
        }
    }

    private boolean isLive(Generation built) {
        return live().filter(live -> live.number() == built.number()).isPresent();
    }

    private void promote(Connection connection, Generation built, long watermark) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PROMOTE)) {
            statement.setString(1, projection.name());
            statement.setInt(2, built.number());
            statement.setLong(3, watermark);
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException(
                        "generation " + built.number() + " of '" + projection.name() + "' is not one that can go live");
            }
        }
    }

    /** Gives up a generation that was being built: its rows are not to be written any more. */
    public void retire(Generation generation) {
        changes.run("cannot retire generation " + generation.number(), c -> update(c, GIVE_UP, generation.number()));
    }

    /** Drops the tables of retired generations, as far as their last readers let go of them in time. */
    public void dropRetired() {
        for (Generation generation : list(RETIRED, null)) {
            try {
                changes.patiently("cannot drop generation " + generation.number(), connection -> {
                    for (TableDefinition<?, ?> table : projection.tables()) {
                        if (table.kind() != TableDefinition.Kind.SHARED) {
                            SchemaChanges.execute(
                                    connection, "drop table if exists " + TableNames.of(table, generation.number()));
                        }
                        if (table.keepsHistory()) {
                            SchemaChanges.execute(
                                    connection,
                                    "drop table if exists " + TableNames.historyOf(table, generation.number()));
                        }
                    }
                    update(connection, FORGET, generation.number());
                });
            } catch (StorageException e) {
                LOG.warn("Generation {} of '{}' stays for now", generation.number(), projection.name(), e);
            }
        }
    }

    private Optional<Generation> one(String state) {
        return list(IN_STATE, state).stream().findFirst();
    }

    private List<Generation> list(String sql, @Nullable String state) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, projection.name());
            if (state != null) {
                statement.setString(2, state);
            }
            List<Generation> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Generation(rows.getInt(1), rows.getInt(2), rows.getLong(3)));
                }
            }
            return found;
        } catch (SQLException e) {
            throw SqlStates.failure("cannot read the generations of '" + projection.name() + "'", e);
        }
    }

    private Generation lockLive(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_LIVE)) {
            statement.setString(1, projection.name());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("'" + projection.name() + "' has no live generation");
                }
                return new Generation(row.getInt(1), row.getInt(2), row.getLong(3));
            }
        }
    }

    /** A partition that is made takes the lock of its table, so no statement is under way that does not know it. */
    private Generation add(String state, int version, boolean withIndexes) {
        Generation[] added = new Generation[1];
        changes.patiently("cannot add a generation of '" + projection.name() + "'", connection -> {
            int number = addRow(connection, state, version);
            GenerationIndexes indexes = new GenerationIndexes(dataSource, number);
            for (TableDefinition<?, ?> table : projection.tables()) {
                if (table.kind() != TableDefinition.Kind.SHARED) {
                    addPartition(connection, TableNames.of(table, number), TableNames.parent(table), number);
                }
                if (table.keepsHistory()) {
                    addPartition(
                            connection, TableNames.historyOf(table, number), TableNames.historyParent(table), number);
                }
                if (withIndexes) {
                    for (String sql : indexes.all(table)) {
                        SchemaChanges.execute(connection, sql);
                    }
                }
            }
            added[0] = new Generation(number, version, 0);
        });
        return added[0];
    }

    private int addRow(Connection connection, String state, int version) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setString(1, projection.name());
            statement.setInt(2, version);
            statement.setString(3, state);
            statement.setString(4, projection.name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Room in each page lets updates that touch no index stay in it. */
    private static void addPartition(Connection connection, String name, String parent, int number)
            throws SQLException {
        SchemaChanges.execute(
                connection,
                "create table " + name + " partition of " + parent + " for values in (" + number
                        + ") with (fillfactor = 85)");
    }

    private void update(Connection connection, String sql, int generation) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, projection.name());
            statement.setInt(2, generation);
            statement.executeUpdate();
        }
    }

    /** Brings the generation that is about to go live up to the one that is. */
    @FunctionalInterface
    public interface CatchUp {
        /** Returns once the rows show the seq, durably. */
        void to(long seq) throws InterruptedException;
    }
}
