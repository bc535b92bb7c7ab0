package io.tidemark.testkit;

import io.tidemark.migrations.TidemarkSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL for tests, started once a JVM and stopped with it. Durable settings are on, as in production; every
 * test class takes a database of its own. Thread-safe.
 */
public final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    /** A new empty database. Connections are not pooled. */
    public static DataSource emptyDatabase() {
        return createDatabase("template1");
    }

    /** A new database with all of the ledger's schemas. */
    public static DataSource migratedDatabase() {
        return createDatabase(MigratedTemplate.NAME);
    }

    private static DataSource createDatabase(String template) {
        String name = "test_" + DATABASES.incrementAndGet();
        try (Connection connection = Server.INSTANCE.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " template " + template);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the test database " + name, e);
        }
        return dataSource(name);
    }

    private static DataSource dataSource(String database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {"127.0.0.1"});
        dataSource.setPortNumbers(new int[] {Server.INSTANCE.getPort()});
        dataSource.setDatabaseName(database);
        dataSource.setUser("postgres");
        dataSource.setPassword("postgres");
        return dataSource;
    }

    /** Migrating takes a second, copying a migrated database a tenth of it. */
    private static final class MigratedTemplate {
        private static final String NAME = create();

        private static String create() {
            PGSimpleDataSource template = (PGSimpleDataSource) emptyDatabase();
            TidemarkSchema.migrate(template);
            return String.valueOf(template.getDatabaseName());
        }
    }

    private static final class Server {
        private static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "200")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "test-postgres-stop"));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot start the test PostgreSQL", e);
            }
        }

        private static void close(EmbeddedPostgres server) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot stop the test PostgreSQL", e);
            }
        }
    }
}
