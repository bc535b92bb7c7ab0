package io.tidemark.server.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far long work is: a bar on a terminal, else a plain line now and then. For one thread.
 */
final class Progress {

    private static final long BAR_NANOS = Duration.ofMillis(100).toNanos();
    private static final long LINE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int BAR_COLUMNS = 30;

    private final Terminal terminal;
    private final String what;
    private final LongSupplier nanoTime;
    private long shownAt;
    private boolean lineOpen;

    Progress(Terminal terminal, String what) {
        this(terminal, what, System::nanoTime);
    }

    Progress(Terminal terminal, String what, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.what = what;
        this.nanoTime = nanoTime;
        this.shownAt = nanoTime.getAsLong();
    }

    /**
     * Shows the state, unless one was shown just before.
     *
     * @param done how much is done
     * @param total of how much; 0 or less if that is not known
     * @param note more about the state
     */
    void show(long done, long total, String note) {
        long now = nanoTime.getAsLong();
        if (now - shownAt < (terminal.interactive() ? BAR_NANOS : LINE_NANOS)) {
            return;
        }
        shownAt = now;
        if (terminal.interactive()) {
            String line = what + " " + bar(done, total) + note;
            int width = terminal.columns() - 1;
            terminal.err().print("\r" + fit(line, width));
            terminal.err().flush();
            lineOpen = true;
        } else {
            terminal.err().println(what + " " + percent(done, total) + note);
        }
    }

    /** Takes the bar away, so that what is printed next stands alone. */
    void clear() {
        if (lineOpen) {
            terminal.err().print("\r" + " ".repeat(terminal.columns() - 1) + "\r");
            terminal.err().flush();
            lineOpen = false;
        }
    }

    private static String bar(long done, long total) {
        if (total <= 0) {
            return "";
        }
        int filled = (int) (BAR_COLUMNS * fraction(done, total));
        return "[" + "#".repeat(filled) + "-".repeat(BAR_COLUMNS - filled) + "] " + percent(done, total);
    }

    private static String percent(long done, long total) {
        return total <= 0 ? "" : String.format(Locale.ROOT, "%3.0f%%  ", 100 * fraction(done, total));
    }

    private static double fraction(long done, long total) {
        return Math.clamp((double) done / total, 0.0, 1.0);
    }

    private static String fit(String line, int width) {
        return line.length() >= width ? line.substring(0, width) : line + " ".repeat(width - line.length());
    }
}
