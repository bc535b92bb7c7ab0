package io.tidemark.bench.micro;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the micro benchmarks, each in a JVM of its own. */
public final class MicroBenchmarks {

    private static final int FORKS = 3;
    private static final int ITERATIONS = 5;
    private static final TimeValue ITERATION = TimeValue.seconds(2);
    private static final TimeValue QUICK_ITERATION = TimeValue.milliseconds(500);

    private MicroBenchmarks() {}

    /**
     * Runs all of them and prints JMH's table.
     *
     * @param quick few and short runs
     */
    public static void run(boolean quick) throws RunnerException {
        TimeValue iteration = quick ? QUICK_ITERATION : ITERATION;
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(MicroBenchmarks.class.getPackageName() + "\\..*")
                .forks(quick ? 1 : FORKS)
                .warmupIterations(ITERATIONS)
                .warmupTime(iteration)
                .measurementIterations(ITERATIONS)
                .measurementTime(iteration);
        new Runner(options.build()).run();
    }
}
