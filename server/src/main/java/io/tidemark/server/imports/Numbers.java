package io.tidemark.server.imports;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Exact readings of the numbers and times in Aleph messages. Nothing here passes through a binary fraction, except the
 * shortest text of a JSON number, which is defined as that of the nearest one.
 */
final class Numbers {

    /** 0001-01-01T00:00:00Z in seconds of 1970. */
    private static final long EARLIEST_SECOND = -62_135_596_800L;
    /** 9999-12-31T23:59:59Z in seconds of 1970. */
    private static final long LATEST_SECOND = 253_402_300_799L;

    /** A number whose scale is beyond this is no amount of anything, and would be slow to compute with. */
    private static final int LARGEST_SCALE = 400;

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,40}(\\.0{0,40})?");

    private Numbers() {}

    /** A whole number from a JSON integer, a fraction of zero, or text of either; {@code null} if it is none. */
    static @Nullable BigInteger lenientInteger(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.bigIntegerValue();
        }
        if (node.isNumber()) {
            return wholeOrNull(node.decimalValue());
        }
        if (node.isString()) {
            String text = strip(node.stringValue());
            return WHOLE.matcher(text).matches() ? wholeOrNull(new BigDecimal(text)) : null;
        }
        return null;
    }

    private static @Nullable BigInteger wholeOrNull(BigDecimal value) {
        if (Math.abs((long) value.scale()) > LARGEST_SCALE) {
            return null;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() <= 0 ? stripped.toBigInteger() : null;
    }

    /**
     * A finite decimal as text: a string as it is, without blanks around it and marks between its digits; a number as
     * its shortest text. {@code null} if it is no finite decimal.
     */
    static @Nullable String decimalText(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.bigIntegerValue().toString();
        }
        if (node.isNumber()) {
            double value = node.decimalValue().doubleValue();
            return Double.isFinite(value) ? shortestText(value) : null;
        }
        if (node.isString()) {
            String text = strip(node.stringValue()).replace("_", "");
            return isDecimal(text) ? text : null;
        }
        return null;
    }

    private static boolean isDecimal(String text) {
        try {
            return Math.abs((long) new BigDecimal(text).scale()) <= LARGEST_SCALE;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The shortest text that reads back as the value, with an exponent below 1e-4 and from 1e16 on. */
    static String shortestText(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        String digits = exact.unscaledValue().toString();
        int exponent = digits.length() - 1 - exact.scale();
        String sign = value < 0 ? "-" : "";
        if (exponent >= -4 && exponent < 16) {
            String plain = exact.toPlainString();
            return sign + (exact.scale() > 0 ? plain : plain + ".0");
        }
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String magnitude = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
        return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + magnitude;
    }

    /**
     * The instant of a number of seconds since 1970, its fraction cut to microseconds; {@code null} outside of the
     * years 1 to 9999.
     */
    static @Nullable Instant ofSeconds(BigDecimal seconds) {
        if (Math.abs((long) seconds.scale()) > LARGEST_SCALE || !isInCalendar(seconds)) {
            return null;
        }
        BigInteger micros =
                seconds.setScale(6, RoundingMode.FLOOR).movePointRight(6).toBigIntegerExact();
        return ofMicros(micros);
    }

    /** The instant of a number of milliseconds since 1970; {@code null} outside of the years 1 to 9999. */
    static @Nullable Instant ofMillis(BigInteger millis) {
        BigDecimal seconds = new BigDecimal(millis, 3);
        return isInCalendar(seconds) ? ofMicros(millis.multiply(BigInteger.valueOf(1000))) : null;
    }

    private static boolean isInCalendar(BigDecimal seconds) {
        return seconds.compareTo(BigDecimal.valueOf(EARLIEST_SECOND)) >= 0
                && seconds.compareTo(BigDecimal.valueOf(LATEST_SECOND + 1)) < 0;
    }

    private static Instant ofMicros(BigInteger micros) {
        long value = micros.longValueExact();
        return Instant.ofEpochSecond(Math.floorDiv(value, 1_000_000L), Math.floorMod(value, 1_000_000L) * 1000L);
    }

    /** Whether nothing but blanks of any script is in the text. */
    static boolean isBlank(String text) {
        return text.codePoints().allMatch(Numbers::isBlank);
    }

    private static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == 0x85;
    }

    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }
}
