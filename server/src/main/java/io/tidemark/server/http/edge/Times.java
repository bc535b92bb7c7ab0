package io.tidemark.server.http.edge;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads instants: RFC 3339 with {@code Z} or a numeric offset and at most 6 fractional digits, or whole milliseconds
 * since 1970. Leap seconds, hour 24 and years outside 0001 to 9999 are errors, not adjusted.
 */
public final class Times {

    private static final Pattern RFC_3339 = Pattern.compile(
            "(\\d{4})-(\\d\\d)-(\\d\\d)[Tt](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?(?:[Zz]|([+-])(\\d\\d):(\\d\\d))");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9]\\d{0,17}");

    private static final int MOST_FRACTION_DIGITS = 6;

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Times() {}

    /**
     * The instant that an RFC 3339 text names.
     *
     * @throws DateTimeException if it names none, with a message fit for the sender
     */
    public static Instant ofText(String text) {
        Matcher parts = RFC_3339.matcher(text);
        if (!parts.matches()) {
            throw new DateTimeException("must be RFC 3339 with Z or a numeric offset, such as 2026-01-31T12:00:00Z");
        }
        LocalDateTime local = LocalDateTime.of(
                number(parts, 1),
                number(parts, 2),
                number(parts, 3),
                number(parts, 4),
                number(parts, 5),
                number(parts, 6),
                nanoseconds(parts.group(7)));
        return inRange(local.toInstant(offset(parts)));
    }

    /**
     * The instant so many milliseconds after the beginning of 1970.
     *
     * @param literal a whole number as it was sent
     * @throws DateTimeException if it is not a whole number or out of range, with a message fit for the sender
     */
    public static Instant ofMillis(String literal) {
        if (!isWholeNumber(literal)) {
            throw new DateTimeException("must be a whole number of milliseconds since 1970");
        }
        return inRange(Instant.ofEpochMilli(Long.parseLong(literal)));
    }

    /** Whether a text is a whole number, and so milliseconds where a time is asked for. */
    public static boolean isWholeNumber(String text) {
        return WHOLE_NUMBER.matcher(text).matches();
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static int nanoseconds(@Nullable String fraction) {
        if (fraction == null) {
            return 0;
        }
        if (fraction.length() > MOST_FRACTION_DIGITS) {
            throw new DateTimeException("must have at most " + MOST_FRACTION_DIGITS + " fractional digits");
        }
        return Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    private static ZoneOffset offset(Matcher parts) {
        if (parts.group(8) == null) {
            return ZoneOffset.UTC;
        }
        int sign = parts.group(8).equals("-") ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(sign * number(parts, 9), sign * number(parts, 10));
    }

    private static Instant inRange(Instant instant) {
        if (instant.isBefore(FIRST) || !instant.isBefore(END)) {
            throw new DateTimeException("must be in the years 0001 to 9999");
        }
        return instant;
    }
}
