package io.tidemark.bench.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.bench.http.ServerJar;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.report.Report;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.RatioOf;
import io.tidemark.bench.run.Runner;
import io.tidemark.bench.run.Scale;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every case for a moment: says that it runs, and nothing about how fast. */
class CasesIT {

    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final Scale TINY =
            new Scale(true, 1, MOMENT, MOMENT, MOMENT, MOMENT, 100, 100, 1_000, 10, 1_000, 1_000, 500, 1_000);

    @Test
    void every_case_measures_its_figures_and_every_ratio_has_both_its_sides(@TempDir Path scratch) throws Exception {
        try (Bench bench = new Bench(TINY, scratch)) {
            // A build of this module alone leaves the server out.
            Optional<Path> server = ServerJar.builtIn(Path.of(".."));
            List<Case> cases = Cases.all(bench, server);

            Runner.Measured measured = new Runner(
                            cases,
                            Cases.ratios(),
                            List.of(),
                            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                    .run(1);

            cases.reversed().forEach(Case::close);
            assertThat(measured.results())
                    .extracting(result -> result.figure().name())
                    .containsExactlyElementsOf(cases.stream()
                            .flatMap(each -> each.figures().stream())
                            .map(Figure::name)
                            .toList());
            assertThat(measured.results())
                    .allSatisfy(result -> assertThat(result.spread().median()).isPositive());
            assertThat(measured.ratios())
                    .extracting(Report.Ratio::name)
                    .containsExactlyElementsOf(Cases.ratios().stream()
                            .filter(ratio -> server.isPresent() || !ratio.over().equals(HttpCase.NAME))
                            .map(RatioOf::name)
                            .toList());
            assertThat(bench.postgres().setting("fsync")).isEqualTo("on");
        }
        assertThat(leftIn(scratch)).isEmpty();
    }

    private static List<Path> leftIn(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.toList();
        }
    }
}
