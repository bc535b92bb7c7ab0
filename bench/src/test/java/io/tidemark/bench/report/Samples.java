package io.tidemark.bench.report;

import java.util.List;

/** Reports for tests. */
final class Samples {

    private Samples() {}

    static Report report() {
        return new Report(
                "0123abc",
                new Machine(2, 24_000, "Some JVM 25", "18.4", "on", "on"),
                true,
                List.of(new Report.Result(
                        new Figure("commands_256", "commands/s"),
                        new Spread(3, 40_000.5, 39_000, 41_000),
                        List.of(new Report.Note("us JVM/command", 20.25), new Report.Note("B WAL/event", 1_234.4)))),
                List.of(new Report.Ratio("commands_over_raw", new Spread(3, 0.625, 0.5, 0.75))));
    }
}
