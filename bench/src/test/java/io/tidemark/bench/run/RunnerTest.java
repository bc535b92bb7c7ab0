package io.tidemark.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bench.report.Figure;
import io.tidemark.bench.report.Report;
import io.tidemark.bench.report.Spread;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunnerTest {

    private static final PrintStream SILENT =
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

    private final List<String> calls = new ArrayList<>();

    @Test
    void every_round_measures_every_case_once_after_all_are_warm() throws Exception {
        runner(List.of()).run(2);

        assertThat(calls).containsExactly("warm a", "warm b", "run a", "run b", "run a", "run b");
    }

    @Test
    void figures_are_spread_over_the_rounds_and_notes_are_medians() throws Exception {
        Runner.Measured measured = runner(List.of()).run(3);

        assertThat(measured.results())
                .containsExactly(
                        new Report.Result(
                                new Figure("a", "x/s"),
                                new Spread(3, 20, 10, 30),
                                List.of(new Report.Note("beside", 2))),
                        new Report.Result(new Figure("b", "x/s"), new Spread(3, 8, 6, 10), List.of()));
    }

    @Test
    void a_ratio_is_taken_within_its_round() throws Exception {
        Runner.Measured measured = runner(List.of()).run(3);

        assertThat(measured.ratios())
                .containsExactly(new Report.Ratio("a_over_b", new Spread(3, 20.0 / 8, 10.0 / 10, 30.0 / 6)));
    }

    @Test
    void only_cases_with_a_figure_that_is_asked_for_run_and_ratios_need_both_sides() throws Exception {
        Runner.Measured measured = runner(List.of("b")).run(1);

        assertThat(calls).containsExactly("warm b", "run b");
        assertThat(measured.results())
                .extracting(result -> result.figure().name())
                .containsExactly("b");
        assertThat(measured.ratios()).isEmpty();
    }

    @Test
    void an_unknown_name_is_an_error_that_lists_the_names() {
        assertThatThrownBy(() -> runner(List.of("a", "c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such result: c. There are: a, b");
    }

    private Runner runner(List<String> asked) {
        return new Runner(
                List.of(new Counting("a", 10, 10), new Counting("b", 10, -2)),
                List.of(new RatioOf("a_over_b", "a", "b")),
                asked,
                SILENT);
    }

    private final class Counting implements Case {
        private final String name;
        private final double step;
        private double value;
        private int runs;

        Counting(String name, double first, double step) {
            this.name = name;
            this.value = first;
            this.step = step;
        }

        @Override
        public List<Figure> figures() {
            return List.of(new Figure(name, "x/s"));
        }

        @Override
        public void warmUp() {
            calls.add("warm " + name);
        }

        @Override
        public void run(Round round) {
            calls.add("run " + name);
            runs++;
            round.record(name, value);
            if (name.equals("a")) {
                round.note(name, "beside", runs);
            }
            value += step;
        }
    }
}
