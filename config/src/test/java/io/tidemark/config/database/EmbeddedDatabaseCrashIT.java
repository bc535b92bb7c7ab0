package io.tidemark.config.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseCrashIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int ROWS = 300;

    private Path data;

    @BeforeEach
    void prepare(@TempDir Path parent) throws IOException {
        data = TestData.directory(parent);
    }

    @Test
    void after_kill_9_the_next_start_ends_the_orphan_and_has_every_acknowledged_row() throws Exception {
        try (LedgerProcess ledger = LedgerProcess.start(data, ROWS)) {
            ledger.awaitReady().awaitRows().kill();
            assertThat(ServerProcess.identify(ledger.postgres().pid(), DirectoryLayout.of(data)))
                    .isEqualTo(ServerProcess.OWN);
            assertThat(RunningServer.of(data)).isEmpty();

            requireRows(ledger.acknowledged());

            assertThat(ServerProcess.isGone(ledger.postgres().pid())).isTrue();
        }
    }

    @Test
    void after_kill_9_of_both_the_next_start_recovers_every_acknowledged_row() throws Exception {
        try (LedgerProcess ledger = LedgerProcess.start(data, ROWS)) {
            ledger.awaitReady().awaitRows();
            ledger.postgres().destroyForcibly();
            ledger.kill();

            requireRows(ledger.acknowledged());
        }
    }

    @Test
    void a_terminated_process_stops_its_server_in_good_order() throws Exception {
        try (LedgerProcess ledger = LedgerProcess.start(data, ROWS)) {
            ledger.awaitReady().awaitRows().terminate();

            assertThat(ServerProcess.isGone(ledger.postgres().pid())).isTrue();
            assertThat(PidFile.path(DirectoryLayout.of(data))).doesNotExist();
            assertThat(DirectoryLayout.of(data).runningServer()).doesNotExist();
            requireRows(ledger.acknowledged());
        }
    }

    @Test
    void a_second_process_is_refused_at_once_and_told_who_is_first() throws Exception {
        try (LedgerProcess ledger = LedgerProcess.start(data, ROWS).awaitReady()) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(data))
                    .isInstanceOf(DataDirectoryInUseException.class)
                    .hasMessageContaining("process " + ledger.processId())
                    .hasMessageContaining("running since")
                    .hasMessageContaining(LedgerProgram.URL.toString());
            assertThat(RunningServer.of(data)).hasValueSatisfying(server -> {
                assertThat(server.processId()).isEqualTo(ledger.processId());
                assertThat(server.url()).contains(LedgerProgram.URL);
            });

            ledger.awaitRows();
            assertThat(ledger.postgres().isAlive()).isTrue();
        }
    }

    @Test
    void a_pid_file_that_names_an_unrelated_process_does_no_harm_to_it() throws Exception {
        makeCluster();
        Process bystander = new ProcessBuilder("sleep", "600").start();
        try {
            for (long processId :
                    new long[] {bystander.pid(), ProcessHandle.current().pid()}) {
                writePidFile(processId);
                startAndStop();
            }
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_zombie_in_the_pid_file_does_not_keep_the_server_from_starting() throws Exception {
        makeCluster();
        // The shell's child ends, and the program that takes the shell's place never asks for its exit code. It ends
        // late, or a shell that is slow to make way would ask.
        Process parentOfZombie = new ProcessBuilder("sh", "-c", "sleep 1 & echo $!; exec sleep 600").start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(parentOfZombie.getInputStream(), StandardCharsets.UTF_8))) {
            long zombie = Long.parseLong(output.readLine());
            assertThat(Wait.until(PATIENCE, () -> ServerProcess.isGone(zombie))).isTrue();
            assertThat(Path.of("/proc", Long.toString(zombie))).exists();
            writePidFile(zombie);

            startAndStop();
        } finally {
            parentOfZombie.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_server_that_somebody_else_started_on_the_cluster_is_named_and_left_alone() throws Exception {
        makeCluster();
        DirectoryLayout layout = DirectoryLayout.of(data);
        Process other = PostgresTools.in(ServerBinaries.unpack(layout.binaries()))
                .server(List.of(
                        "-D",
                        layout.cluster().toString(),
                        "-c",
                        "listen_addresses=",
                        "-c",
                        "unix_socket_directories=" + layout.root()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(Wait.until(
                            PATIENCE,
                            () -> PidFile.read(layout).filter(PidFile::ready).isPresent()))
                    .isTrue();

            assertThatThrownBy(() -> EmbeddedDatabase.start(data))
                    .isInstanceOf(EmbeddedDatabaseException.class)
                    .hasMessageContaining("Process " + other.pid());

            assertThat(other.isAlive()).isTrue();
        } finally {
            // A postmaster takes SIGTERM as a request to end; nobody is connected, so it does.
            other.destroy();
            other.waitFor();
        }
        startAndStop();
    }

    @Test
    void a_kill_in_the_middle_of_the_first_start_leaves_no_half_cluster() throws Exception {
        DirectoryLayout layout = DirectoryLayout.of(data);
        try (LedgerProcess ledger = LedgerProcess.start(data, ROWS)) {
            assertThat(Wait.until(PATIENCE, () -> hasHalfCluster(layout))).isTrue();
            ledger.kill();
            assertThat(layout.cluster()).doesNotExist();

            try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
                assertThat(Sql.column(Sql.dataSource(database), "select 1")).containsExactly("1");
            }
            ledger.awaitChildren();
            startAndStop();
            assertThat(hasHalfCluster(layout)).isFalse();
        }
    }

    private static boolean hasHalfCluster(DirectoryLayout layout) throws IOException {
        if (Files.notExists(layout.root())) {
            return false;
        }
        try (Stream<Path> children = Files.list(layout.root())) {
            return children.anyMatch(child -> child.getFileName().toString().startsWith("postgres.draft-")
                    && Files.exists(child.resolve("PG_VERSION")));
        }
    }

    private void requireRows(List<Long> acknowledged) throws SQLException {
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROWS);
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            List<Long> stored = Sql.column(Sql.dataSource(database), "select n from acknowledged").stream()
                    .map(Long::valueOf)
                    .toList();
            assertThat(stored).containsAll(acknowledged);
        }
    }

    private void makeCluster() {
        EmbeddedDatabase.start(data).close();
    }

    private void startAndStop() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            assertThat(Sql.column(Sql.dataSource(database), "select 1")).containsExactly("1");
        }
    }

    /** As an earlier server on this cluster would have left it. */
    private void writePidFile(long processId) throws IOException {
        DirectoryLayout layout = DirectoryLayout.of(data);
        Files.writeString(
                PidFile.path(layout),
                processId + "\n" + layout.cluster()
                        + "\n1750000000\n5432\n\n127.0.0.1\n  1234567         0\nready   \n");
    }
}
