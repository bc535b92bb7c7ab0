package io.tidemark.server.cli;

import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** How numbers and times look to people. */
final class Figures {

    private Figures() {}

    /** A whole number with commas between its thousands. */
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A whole number of an answer, also when it came as a string. */
    static String grouped(JsonNode number) {
        return number.isNumber() || number.isString() ? grouped(number.asLong(0)) : "-";
    }

    /** The text of an answer's field, or a dash. */
    static String text(JsonNode node) {
        return node.isNull() || node.isMissingNode() ? "-" : node.asString("-");
    }

    /** An expiry, which may be never. */
    static String expiry(JsonNode node) {
        return node.isNull() || node.isMissingNode() ? "never" : node.asString("never");
    }

    /** A duration as seconds, with two places when it is short. */
    static String seconds(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        return String.format(Locale.ROOT, seconds < 100 ? "%.2f s" : "%.0f s", seconds);
    }

    /** How many a second; of no time at all, as many as there were. */
    static long perSecond(long count, Duration duration) {
        return Math.round(count / Math.max(duration.toNanos() / 1e9, 1e-9 * Math.max(1, count)));
    }
}
