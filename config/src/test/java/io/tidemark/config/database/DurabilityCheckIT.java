package io.tidemark.config.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testkit.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class DurabilityCheckIT {

    @Test
    void a_durable_database_has_no_findings() {
        DurabilityReport report = DurabilityCheck.check(TestPostgres.emptyDatabase());

        assertThat(report.findings()).isEmpty();
        assertThat(report.serverVersion()).startsWith("18.");
        DurabilityCheck.requireDurable(report, false);
    }

    @Test
    void a_database_that_sets_synchronous_commit_off_for_its_sessions_is_refused() throws SQLException {
        DataSource dataSource = TestPostgres.emptyDatabase();
        String database = Sql.column(dataSource, "select current_database()").getFirst();
        Sql.execute(dataSource, "alter database " + database + " set synchronous_commit = off");

        DurabilityReport report = DurabilityCheck.check(dataSource);

        assertThat(report.findings()).extracting(DurabilityFinding::setting).containsExactly("synchronous_commit");
        assertThatThrownBy(() -> DurabilityCheck.requireDurable(report, false))
                .isInstanceOf(WeakDurabilityException.class)
                .hasMessageContaining("synchronous_commit = off")
                .hasMessageContaining("alter database");
    }

    @Test
    void a_connection_that_sets_synchronous_commit_off_is_refused() {
        PGSimpleDataSource dataSource = (PGSimpleDataSource) TestPostgres.emptyDatabase();
        dataSource.setOptions("-c synchronous_commit=off");

        assertThat(DurabilityCheck.check(dataSource).findings())
                .extracting(DurabilityFinding::setting)
                .containsExactly("synchronous_commit");
    }

    @Test
    void a_server_with_test_settings_is_refused_with_all_findings() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("full_page_writes", "off")
                .start()) {
            DurabilityReport report = DurabilityCheck.check(server.getPostgresDatabase());

            assertThat(report.findings())
                    .extracting(DurabilityFinding::setting)
                    .containsExactly("fsync", "full_page_writes", "synchronous_commit");
            assertThatThrownBy(() -> DurabilityCheck.requireDurable(report, false))
                    .hasMessageContaining("fsync = off")
                    .hasMessageContaining("full_page_writes = off")
                    .hasMessageContaining("synchronous_commit = off");
        }
    }

    @Test
    void a_standby_is_refused_even_when_weakness_is_accepted(@TempDir Path parent) throws IOException {
        Path data = TestData.directory(parent);
        EmbeddedDatabase.start(data).close();
        Files.createFile(data.resolve("postgres/standby.signal"));
        try (EmbeddedDatabase standby = EmbeddedDatabase.start(data)) {
            DurabilityReport report = DurabilityCheck.check(Sql.dataSource(standby));

            assertThatThrownBy(() -> DurabilityCheck.requireDurable(report, true))
                    .isInstanceOf(WeakDurabilityException.class)
                    .hasMessageContaining("standby")
                    .hasMessageNotContainingAny("accept-weak-durability");
        }
    }
}
