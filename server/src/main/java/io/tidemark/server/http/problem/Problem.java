package io.tidemark.server.http.problem;

import io.tidemark.server.http.json.JsonAnswer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One problem document. Immutable.
 *
 * @param type what kind of problem
 * @param detail one sentence about this one, without internals
 * @param fields members beside the standard ones; values are {@link String}, {@link Long}, {@link Amount},
 *     {@link Instant} or a map of the same
 * @param headers headers of the response that carries it, such as {@code Retry-After}
 */
public record Problem(ProblemType type, String detail, Map<String, Object> fields, Map<String, String> headers) {

    /** Media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * A field that is an amount, and so a string for those who want amounts as strings.
     *
     * @param units how much
     */
    public record Amount(long units) {}

    /** A problem without further fields. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, Map.of(), Map.of());
    }

    /** The same with one more field. */
    public Problem with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Problem(type, detail, more, headers);
    }

    /** The same with one more header. */
    public Problem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(type, detail, fields, more);
    }

    /** The same for a sender who should try again after some seconds. */
    public Problem retryAfter(int seconds) {
        return withHeader("Retry-After", Integer.toString(seconds)).with("retry_after", (long) seconds);
    }

    /** Writes the members into an object that is open in the answer, except those that it has already. */
    public void writeInto(JsonAnswer answer, String... present) {
        answer.text("type", type.uri());
        answer.text("title", type.title());
        answer.number("status", type.status());
        answer.text("detail", detail);
        Map<String, Object> rest = new LinkedHashMap<>(fields);
        for (String name : present) {
            rest.remove(name);
        }
        rest.forEach((name, value) -> write(answer, name, value));
    }

    /**
     * The document.
     *
     * @param amountsAsText whether amounts are strings
     */
    public byte[] toBytes(boolean amountsAsText) {
        JsonAnswer answer = new JsonAnswer(amountsAsText);
        answer.object();
        writeInto(answer);
        return answer.endObject().toBytes();
    }

    private static void write(JsonAnswer answer, String name, Object value) {
        switch (value) {
            case Amount amount -> answer.amount(name, amount.units());
            case Long number -> answer.number(name, number.longValue());
            case Instant instant -> answer.time(name, instant);
            case Map<?, ?> members -> {
                answer.object(name);
                members.forEach((key, member) -> write(answer, (String) key, member));
                answer.endObject();
            }
            default -> answer.text(name, value.toString());
        }
    }
}
