package io.tidemark.bench.profile;

import io.tidemark.bench.load.ClosedLoop;
import io.tidemark.bench.report.TextTable;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.Recording;

/** Where the time of commands goes: processor time by thread and by owner, and what everybody waits for. */
public final class WritePathProfile {

    private static final int ROWS = 30;

    private final double seconds;
    private final double commands;
    private final Shares threads;
    private final CpuSamples cpu;
    private final WallSamples wall;

    private WritePathProfile(double seconds, double commands, Shares threads, CpuSamples cpu, WallSamples wall) {
        this.seconds = seconds;
        this.commands = commands;
        this.threads = threads;
        this.cpu = cpu;
        this.wall = wall;
    }

    /** Profiles a load that is under way. */
    public static WritePathProfile of(ClosedLoop load, Connection superuser, Duration time)
            throws SQLException, IOException, InterruptedException {
        long before = load.acknowledged();
        long from = System.nanoTime();
        ThreadTimes start = ThreadTimes.now(superuser);
        WallSamples wall;
        CpuSamples cpu;
        Shares threads;
        double seconds;
        double commands;
        try (Recording recording = CpuSamples.start()) {
            wall = WallSamples.take(superuser, load.callers(), time);
            threads = ThreadTimes.now(superuser).since(start);
            seconds = (System.nanoTime() - from) / 1e9;
            commands = (double) load.acknowledged() - before;
            cpu = CpuSamples.of(recording);
        }
        return new WritePathProfile(seconds, commands, threads, cpu, wall);
    }

    /** Prints it as tables. */
    public void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "profile: %,.0f commands/s while it was taken, which slows them down; %.1f processors busy%n%n",
                commands / seconds,
                threads.total() / 1e6 / seconds);
        perCommand(out, "processor time by thread and process", threads, 1);
        double java = threads.heaviest(Integer.MAX_VALUE).stream()
                .filter(entry -> entry.getKey().startsWith("JVM "))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        double aSample = java / Math.max(1, cpu.owners().total());
        perCommand(
                out,
                "processor time of the JVM by owner (all of its time, shared out as Java's samples are)",
                cpu.owners(),
                aSample);
        perCommand(out, "hottest methods", cpu.methods(), aSample);
        shares(out, "a caller, by the clock", wall.callers());
        shares(out, "the journal's writer, by the clock", wall.writer());
        wall.sessions()
                .forEach((name, session) -> shares(out, "PostgreSQL's sessions '" + name + "', by the clock", session));
    }

    private void perCommand(PrintStream out, String title, Shares shares, double microsAUnit) {
        TextTable table = new TextTable("us/command", "share", title);
        for (Map.Entry<String, Double> entry : shares.heaviest(ROWS)) {
            table.add(List.of(
                    String.format(Locale.ROOT, "%.2f", entry.getValue() * microsAUnit / commands),
                    percent(entry.getValue(), shares),
                    entry.getKey()));
        }
        out.println(table.text());
    }

    private static void shares(PrintStream out, String title, Shares shares) {
        TextTable table = new TextTable("share", title);
        for (Map.Entry<String, Double> entry : shares.heaviest(ROWS)) {
            table.add(List.of(percent(entry.getValue(), shares), entry.getKey()));
        }
        out.println(table.text());
    }

    private static String percent(double part, Shares shares) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part / Math.max(1e-9, shares.total()));
    }
}
