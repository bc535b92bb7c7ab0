package io.tidemark.config.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.config.database.DurabilityCheck.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurabilityCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"on", "local", "remote_write", "remote_apply"})
    void every_commit_that_waits_for_a_disk_is_durable(String synchronousCommit) {
        assertThat(DurabilityCheck.judge(new Settings("18.4", 180_004, false, "on", synchronousCommit, "on", "on"))
                        .isDurable())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"149999,false", "150000,true", "189999,true", "190000,false"})
    void versions_15_to_18_are_taken(int versionNumber, boolean taken) {
        DurabilityReport report =
                DurabilityCheck.judge(new Settings("x", versionNumber, false, "on", "on", "on", "on"));

        assertThat(report.isDurable()).isEqualTo(taken);
        if (!taken) {
            assertThatThrownBy(() -> DurabilityCheck.requireDurable(report, true))
                    .isInstanceOf(WeakDurabilityException.class)
                    .hasMessageContaining("15 to 18");
        }
    }

    @Test
    void a_weak_setting_is_refused_until_it_is_accepted() {
        DurabilityReport report = DurabilityCheck.judge(new Settings("15.1", 150_001, false, "on", "on", "on", "off"));

        assertThatThrownBy(() -> DurabilityCheck.requireDurable(report, false))
                .isInstanceOfSatisfying(
                        WeakDurabilityException.class,
                        e -> assertThat(e.report()).isEqualTo(report))
                .hasMessageContaining("data_checksums = off")
                .hasMessageContaining("pg_checksums --enable")
                .hasMessageContaining("tidemark.database.accept-weak-durability=true");
        assertThatCode(() -> DurabilityCheck.requireDurable(report, true)).doesNotThrowAnyException();
    }

    @Test
    void a_report_names_everything_at_once() {
        DurabilityReport report =
                DurabilityCheck.judge(new Settings("14.9", 140_009, true, "off", "off", "off", "off"));

        assertThat(report.findings())
                .extracting(DurabilityFinding::setting)
                .containsExactly(
                        "server_version",
                        "pg_is_in_recovery",
                        "fsync",
                        "full_page_writes",
                        "synchronous_commit",
                        "data_checksums");
        assertThat(report.findings())
                .filteredOn(finding -> !finding.acceptable())
                .hasSize(2);
    }
}
