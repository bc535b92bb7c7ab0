package io.tidemark.bench;

import io.tidemark.bench.cases.Bench;
import io.tidemark.bench.cases.Cases;
import io.tidemark.bench.http.ServerJar;
import io.tidemark.bench.micro.MicroBenchmarks;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.report.Report;
import io.tidemark.bench.report.ReportJson;
import io.tidemark.bench.report.ReportTable;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Runner;
import io.tidemark.bench.run.Scale;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the benchmark. Exits with 0 when everything was measured, 1 on a failure, 2 on wrong usage. */
@Command(
        name = "bench",
        description = "Measures the ledger against what its database can do, on a scratch PostgreSQL of its own.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BenchMain implements Callable<Integer> {

    private static final int PROFILED_CALLERS = 256;

    /** The folder of the project; the start script tells it. */
    private static final Path PROJECT = Path.of(System.getProperty("tidemark.project", ""));

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--quick", description = "Few and short runs; a first look in minutes.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            arity = "1..*",
            description = "Only these results; --list names all.")
    private List<String> only = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the results into this file too.")
    private @Nullable Path json;

    @Option(names = "--list", description = "Names the results and ends.")
    private boolean list;

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "Where the scratch database is made, on the disk to be measured; default ${DEFAULT-VALUE}.")
    private Path scratch = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = "--server",
            paramLabel = "JAR",
            description =
                    "The server's runnable jar, which is measured over HTTP; else the one in server/target, if any.")
    private @Nullable Path serverJar;

    @Option(names = "--profile", description = "Shows where the write path's time goes, and measures nothing else.")
    private boolean profile;

    @Option(names = "--micro", description = "Runs the micro benchmarks of the core by JMH, and measures nothing else.")
    private boolean micro;

    private BenchMain() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchMain());
    }

    @Override
    public Integer call() throws Exception {
        if (micro) {
            MicroBenchmarks.run(quick);
            return CommandLine.ExitCode.OK;
        }
        Scale scale = quick ? Scale.QUICK : Scale.FULL;
        try (Bench bench = new Bench(scale, scratch)) {
            Optional<Path> server = serverJar == null ? ServerJar.builtIn(PROJECT) : Optional.of(serverJar);
            List<Case> cases = Cases.all(bench, server);
            if (list) {
                cases.forEach(each -> each.figures().forEach(figure -> System.out.println(figure.name())));
                return CommandLine.ExitCode.OK;
            }
            if (profile) {
                bench.profile(PROFILED_CALLERS).print(System.out);
                return CommandLine.ExitCode.OK;
            }
            Runner runner = runner(cases, scale);
            if (server.isEmpty() && only.isEmpty()) {
                System.err.println("nothing is measured over HTTP: there is no jar in server/target, see --server");
            }
            Report report = measure(bench, runner, cases);
            System.out.print(ReportTable.of(report));
            if (json != null) {
                ReportJson.write(report, json);
            }
            return CommandLine.ExitCode.OK;
        }
    }

    private Runner runner(List<Case> cases, Scale scale) {
        List<String> asked = only.isEmpty()
                ? cases.stream()
                        .flatMap(each -> each.figuresAt(scale).stream())
                        .map(Figure::name)
                        .toList()
                : only;
        try {
            return new Runner(cases, Cases.ratios(), asked, System.err);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
    }

    private Report measure(Bench bench, Runner runner, List<Case> cases) throws Exception {
        try {
            Runner.Measured measured = runner.run(bench.scale().runs());
            return new Report(
                    Surroundings.commit(PROJECT),
                    Surroundings.machine(bench.postgres()),
                    quick,
                    measured.results(),
                    measured.ratios());
        } finally {
            cases.reversed().forEach(Case::close);
        }
    }
}
