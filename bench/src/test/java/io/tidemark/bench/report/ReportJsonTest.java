package io.tidemark.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ReportJsonTest {

    private static final String EXPECTED = """
            {"commit": "0123abc",
             "machine": {"cores": 2, "memory_mb": 24000, "jdk": "Some JVM 25", "postgres": "18.4", "fsync": "on",
                         "synchronous_commit": "on"},
             "quick": true,
             "results": [{"name": "commands_256", "unit": "commands/s", "runs": 3, "median": 40000.5, "min": 39000.0,
                          "max": 41000.0}],
             "ratios": [{"name": "commands_over_raw", "runs": 3, "median": 0.625, "min": 0.5, "max": 0.75}]}
            """;

    @Test
    void the_file_has_the_fields_of_the_contract_and_no_others(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("result.json");

        ReportJson.write(Samples.report(), file);

        JsonMapper json = new JsonMapper();
        assertThat(json.readTree(Files.readString(file))).isEqualTo(json.readTree(EXPECTED));
    }

    @Test
    void a_file_that_is_there_is_replaced(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("result.json"), "x".repeat(10_000));

        ReportJson.write(Samples.report(), file);

        assertThat(Files.readString(file)).startsWith("{").endsWith("}\n").doesNotContain("xx");
    }
}
