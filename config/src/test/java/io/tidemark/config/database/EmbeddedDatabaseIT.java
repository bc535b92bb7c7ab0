package io.tidemark.config.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.migrations.TidemarkSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class EmbeddedDatabaseIT {

    private Path data;

    @BeforeEach
    void prepare(@TempDir Path parent) throws IOException {
        data = TestData.directory(parent);
    }

    @Test
    void a_second_start_finds_what_the_first_one_kept() throws SQLException {
        String password;
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            TidemarkSchema.migrate(Sql.dataSource(database));
            Sql.execute(Sql.dataSource(database), "create table kept (n int)", "insert into kept (n) values (7)");
            password = database.password();
            assertThat(database.isRunning()).isTrue();
            assertThat(database.serverVersion()).startsWith("18.");
        }

        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            assertThat(Sql.column(Sql.dataSource(database), "select n from kept"))
                    .containsExactly("7");
            assertThat(database.password()).isEqualTo(password);
        }
    }

    @Test
    void the_server_is_durable_local_and_the_application_no_superuser() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            DataSource dataSource = Sql.dataSource(database);
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                assertThat(Sql.show(dataSource, setting)).as(setting).isEqualTo("on");
            }
            assertThat(Sql.show(dataSource, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(Sql.show(dataSource, "server_encoding")).isEqualTo("UTF8");
            assertThat(Sql.column(dataSource, "select datcollate from pg_database where datname = current_database()"))
                    .containsExactly("C");
            assertThat(Sql.show(dataSource, "password_encryption")).isEqualTo("scram-sha-256");
            assertThat(Sql.column(dataSource, """
                            select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
                              from pg_roles
                             where rolname = current_user
                            """)).containsExactly("f");
            assertThat(DurabilityCheck.check(dataSource).findings()).isEmpty();
        }
    }

    @Test
    void nobody_gets_in_without_the_password() throws SQLException, IOException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            for (String user : List.of("tidemark", "postgres")) {
                assertThatThrownBy(() -> Sql.connect(database, user, "wrong"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
                assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl() + "?user=" + user))
                        .isInstanceOf(SQLException.class);
            }
            assertThat(database.password()).hasSize(64);
            assertThat(database.toString()).doesNotContain(database.password());
            String superuserPassword =
                    Files.readString(data.resolve("superuser-password")).strip();
            assertThat(superuserPassword).isNotEqualTo(database.password());
            PGSimpleDataSource superuser = (PGSimpleDataSource) Sql.dataSource(database);
            superuser.setUser("postgres");
            superuser.setPassword(superuserPassword);
            assertThat(Sql.show(superuser, "unix_socket_directories")).isEmpty();
        }
    }

    @Test
    void everything_in_a_new_data_directory_is_for_its_owner_alone(@TempDir Path parent) throws IOException {
        Path fresh = parent.resolve("not/there/yet");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(fresh)) {
            assertThat(database.dataDirectory()).isEqualTo(fresh.toRealPath());
            try (Stream<Path> children = Files.list(fresh)) {
                assertThat(children)
                        .allSatisfy(EmbeddedDatabaseIT::requirePrivate)
                        .extracting(child -> child.getFileName().toString())
                        .containsExactlyInAnyOrder(
                                "postgres",
                                "binaries",
                                "log",
                                "password",
                                "superuser-password",
                                "tidemark.lock",
                                "tidemark.running");
            }
            requirePrivate(fresh);
            requirePrivate(fresh.resolve("log/start.log"));
        }
    }

    @Test
    void an_unfinished_cluster_and_unfinished_binaries_are_swept_away() throws IOException, SQLException {
        Files.createDirectories(data.resolve("postgres.draft-1/global"));
        Files.createFile(data.resolve("postgres.draft-1/PG_VERSION"));
        Files.createDirectories(data.resolve("binaries/unfinished-1/bin"));

        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            assertThat(Sql.column(Sql.dataSource(database), "select 1")).containsExactly("1");
            assertThat(data.resolve("postgres.draft-1")).doesNotExist();
            assertThat(data.resolve("binaries/unfinished-1")).doesNotExist();
        }
    }

    @Test
    void a_directory_of_something_else_is_left_alone(@TempDir Path home) throws IOException {
        Path letters = Files.writeString(home.resolve("letters.txt"), "dear");
        var permissions = PosixFilePermissions.fromString("rwxr-xr-x");
        Files.setPosixFilePermissions(home, permissions);

        assertThatThrownBy(() -> EmbeddedDatabase.start(home))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessageContaining("letters.txt");

        assertThat(Files.getPosixFilePermissions(home)).isEqualTo(permissions);
        try (Stream<Path> children = Files.list(home)) {
            assertThat(children).containsExactly(letters);
        }
    }

    @Test
    void a_port_that_somebody_else_has_is_refused_with_its_number() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedDatabaseOptions options = EmbeddedDatabaseOptions.in(data).withPort(other.getLocalPort());

            assertThatThrownBy(() -> EmbeddedDatabase.start(options))
                    .isInstanceOf(EmbeddedDatabaseException.class)
                    .hasMessageContaining(Integer.toString(other.getLocalPort()));
        }
        EmbeddedDatabase.start(data).close();
    }

    @Test
    void a_cluster_of_another_version_is_refused_and_untouched() throws IOException {
        EmbeddedDatabase.start(data).close();
        Path version = data.resolve("postgres/PG_VERSION");
        Files.writeString(version, "17\n");

        assertThatThrownBy(() -> EmbeddedDatabase.start(data))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessageContaining("PostgreSQL 17")
                .hasMessageContaining("18.");

        assertThat(version).hasContent("17\n");
        assertThat(RunningServer.of(data)).isEmpty();
    }

    @Test
    void a_server_that_cannot_start_says_why_and_gives_the_directory_back() throws IOException {
        EmbeddedDatabase.start(data).close();
        Path settings = data.resolve("postgres/postgresql.conf");
        String good = Files.readString(settings);
        Files.writeString(settings, good + "no_such_setting = 1\n");

        assertThatThrownBy(() -> EmbeddedDatabase.start(data))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessageContaining("no_such_setting");

        Files.writeString(settings, good);
        EmbeddedDatabase.start(data).close();
    }

    @Test
    void the_same_process_is_refused_too_until_it_has_closed_the_first() {
        URI url = URI.create("http://127.0.0.1:4711/");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            database.announce(url);
            assertThatThrownBy(() -> EmbeddedDatabase.start(data))
                    .isInstanceOfSatisfying(
                            DataDirectoryInUseException.class,
                            e -> assertThat(e.holder()).isEqualTo(RunningServer.of(data)));
            assertThat(RunningServer.of(data)).hasValueSatisfying(server -> {
                assertThat(server.processId()).isEqualTo(ProcessHandle.current().pid());
                assertThat(server.url()).contains(url);
            });
        }
        assertThat(RunningServer.of(data)).isEmpty();
        EmbeddedDatabase.start(data).close();
    }

    @Test
    void closing_ends_the_server_and_a_second_close_does_nothing() {
        EmbeddedDatabase database = EmbeddedDatabase.start(data);
        long processId = database.processId();

        database.close();
        database.close();

        assertThat(database.isRunning()).isFalse();
        assertThat(ServerProcess.isGone(processId)).isTrue();
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    private static void requirePrivate(Path path) {
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .as(path.toString())
                    .endsWith("------");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
