package io.tidemark.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTableTest {

    @Test
    void the_table_names_the_machine_the_figures_what_they_used_and_the_ratios() {
        assertThat(ReportTable.of(Samples.report()).lines())
                .containsExactly(
                        "2 cores, 24,000 MiB, Some JVM 25, PostgreSQL 18.4, fsync on, synchronous_commit on, commit"
                                + " 0123abc, quick",
                        "",
                        "result             unit        runs  median  min     max     beside it",
                        "commands_256       commands/s     3  40,001  39,000  41,000  20.25 us JVM/command, 1,234 B"
                                + " WAL/event",
                        "commands_over_raw  ratio          3    0.63    0.50    0.75");
    }

    @Test
    void a_row_of_another_width_than_the_headings_is_an_error() {
        assertThatThrownBy(() -> new TextTable("a", "b").add(List.of("1")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
