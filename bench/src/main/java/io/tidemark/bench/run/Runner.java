package io.tidemark.bench.run;

import io.tidemark.bench.report.Figure;
import io.tidemark.bench.report.Report;
import io.tidemark.bench.report.Spread;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs cases in rounds: each round measures every case once, so whatever disturbs the machine for a while disturbs both
 * sides of a ratio, and a ratio is taken within its round.
 */
public final class Runner {

    private final List<Case> cases;
    private final List<RatioOf> ratios;
    private final Set<String> asked;
    private final PrintStream progress;

    /**
     * A runner of the cases that have a figure which is asked for.
     *
     * @param cases all cases
     * @param ratios the ratios to take where both sides were measured
     * @param asked names of figures; all if it is empty
     * @param progress is told what goes on
     * @throws IllegalArgumentException if no case has a figure of that name; names those there are
     */
    public Runner(List<Case> cases, List<RatioOf> ratios, Collection<String> asked, PrintStream progress) {
        Set<String> known = new LinkedHashSet<>();
        cases.forEach(each -> each.figures().forEach(figure -> known.add(figure.name())));
        List<String> unknown =
                asked.stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "no such result: " + String.join(", ", unknown) + ". There are: " + String.join(", ", known));
        }
        this.asked = asked.isEmpty() ? known : new LinkedHashSet<>(asked);
        this.cases = cases.stream().filter(each -> !askedOf(each).isEmpty()).toList();
        this.ratios = List.copyOf(ratios);
        this.progress = progress;
    }

    /** Runs so many rounds. */
    public Measured run(int rounds) throws Exception {
        long start = System.nanoTime();
        for (Case each : cases) {
            say(start, "warming up " + namesOf(each));
            each.warmUp();
        }
        List<Round> done = new ArrayList<>();
        for (int i = 1; i <= rounds; i++) {
            Round round = new Round(asked);
            for (Case each : cases) {
                each.run(round);
                for (Figure figure : askedOf(each)) {
                    double value = round.value(figure.name())
                            .orElseThrow(() -> new IllegalStateException(figure.name() + " was not measured"));
                    say(
                            start,
                            String.format(
                                    Locale.ROOT, "%d/%d %s %,.2f %s", i, rounds, figure.name(), value, figure.unit()));
                }
            }
            done.add(round);
        }
        return new Measured(results(done), ratios(done));
    }

    private void say(long startNanos, String what) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
        progress.printf(Locale.ROOT, "%d:%02d %s%n", seconds / 60, seconds % 60, what);
    }

    private List<Report.Result> results(List<Round> rounds) {
        List<Report.Result> results = new ArrayList<>();
        for (Case each : cases) {
            for (Figure figure : askedOf(each)) {
                List<Double> values = new ArrayList<>();
                rounds.forEach(round -> round.value(figure.name()).ifPresent(values::add));
                results.add(new Report.Result(figure, Spread.of(values), notes(figure, rounds)));
            }
        }
        return results;
    }

    private static List<Report.Note> notes(Figure figure, List<Round> rounds) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        rounds.forEach(round -> round.notes(figure.name())
                .forEach((label, value) ->
                        values.computeIfAbsent(label, key -> new ArrayList<>()).add(value)));
        return values.entrySet().stream()
                .map(entry -> new Report.Note(
                        entry.getKey(), Spread.of(entry.getValue()).median()))
                .toList();
    }

    private List<Report.Ratio> ratios(List<Round> rounds) {
        List<Report.Ratio> taken = new ArrayList<>();
        for (RatioOf ratio : ratios) {
            List<Double> values = new ArrayList<>();
            rounds.forEach(round -> ratio.in(round).ifPresent(values::add));
            if (!values.isEmpty()) {
                taken.add(new Report.Ratio(ratio.name(), Spread.of(values)));
            }
        }
        return taken;
    }

    private List<Figure> askedOf(Case each) {
        return each.figures().stream()
                .filter(figure -> asked.contains(figure.name()))
                .toList();
    }

    private String namesOf(Case each) {
        return String.join(", ", askedOf(each).stream().map(Figure::name).toList());
    }

    /**
     * What the rounds came to.
     *
     * @param results the figures
     * @param ratios the ratios
     */
    public record Measured(List<Report.Result> results, List<Report.Ratio> ratios) {

        /** Copies the lists. */
        public Measured {
            results = List.copyOf(results);
            ratios = List.copyOf(ratios);
        }
    }
}
