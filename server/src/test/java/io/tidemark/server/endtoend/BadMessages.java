package io.tidemark.server.endtoend;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Messages that the ledger refuses, by what is wrong with them. What they refer to is in {@link BadInputIT}. */
final class BadMessages {

    private static final String LONGEST_ID = "x".repeat(256);

    private BadMessages() {}

    static Stream<BadRequest> all() {
        return Stream.of(amounts(), sums(), ids(), currencies(), metadata(), times(), conflicts(), shapes())
                .flatMap(list -> list);
    }

    private static Stream<BadRequest> amounts() {
        Stream<BadRequest> outOfRange = Stream.of(
                        "0",
                        "-0",
                        "-1",
                        "9223372036854775808",
                        "-9223372036854775808",
                        "-9223372036854775809",
                        "1.0",
                        "1.9",
                        "0.5",
                        "1e3",
                        "1E400",
                        "1234567890123456789012345678901234567890",
                        "\"\"",
                        "\"0\"",
                        "\"-1\"",
                        "\"1.0\"",
                        "\"1e3\"",
                        "\"+5\"",
                        "\" 5\"",
                        "\"007\"",
                        "\"0x10\"",
                        "\"1_000\"",
                        "\"NaN\"",
                        "\"Infinity\"",
                        "\"\uff15\"",
                        "\"\u0665\"",
                        "\"9223372036854775808\"")
                .map(literal -> amount(literal, 422, "amount-out-of-range"));
        Stream<BadRequest> mistyped =
                Stream.of("true", "null", "[]", "[1]", "{}").map(literal -> amount(literal, 400, "invalid-request"));
        return Stream.concat(outOfRange, mistyped);
    }

    private static BadRequest amount(String literal, int status, String problem) {
        return BadRequest.message(
                "amount " + literal,
                "spend",
                "{\"ref\":\"bad\",\"items\":[{\"account\":\"alice\",\"amount\":" + literal + "}]}",
                status,
                problem);
    }

    private static Stream<BadRequest> sums() {
        String max = "9223372036854775807";
        return Stream.of(
                grant("more than an account can hold", "full", max, 422, "amount-out-of-range"),
                BadRequest.message(
                        "more than an account can hold, in total",
                        "grant",
                        "{\"ref\":\"bad\",\"issuer\":\"treasury\",\"items\":[" + item("account", "new", max) + ","
                                + item("account", "new", "1") + "]}",
                        422,
                        "amount-out-of-range"),
                transfer("more than the recipient can hold", "alice", "full", "1", "amount-out-of-range"),
                transfer("more than there is", "alice", "bob", "101", "insufficient-credit"),
                transfer("from an account that nobody has seen", "nobody", "bob", "1", "insufficient-credit"),
                transfer("to itself", "alice", "alice", "1", "invalid-account"),
                spend("more than there is", item("account", "alice", "101"), "insufficient-credit"),
                spend(
                        "more than there is, in total",
                        item("account", "alice", "60") + "," + item("account", "alice", "41"),
                        "insufficient-credit"),
                spend(
                        "more than there is of the second account",
                        item("account", "alice", "1") + "," + item("account", "nobody", "1"),
                        "insufficient-credit"),
                spend(
                        "of a currency that the account does not have",
                        "{\"account\":\"alice\",\"amount\":1,\"currency\":\"EUR\"}",
                        "insufficient-credit"),
                BadRequest.message(
                        "before it was granted",
                        "spend",
                        "{\"ref\":\"bad\",\"effective_at\":\"1999-12-31T23:59:59.999999Z\",\"items\":["
                                + item("account", "alice", "1") + "]}",
                        422,
                        "insufficient-credit"),
                BadRequest.message(
                        "at the instant at which it expires",
                        "spend",
                        "{\"ref\":\"bad\",\"effective_at\":\"2099-01-01T00:00:00Z\",\"items\":["
                                + item("account", "mortal", "1") + "]}",
                        422,
                        "insufficient-credit"));
    }

    private static Stream<BadRequest> ids() {
        List<String> faulty = List.of(
                "", " ", "\\u0000", "a\\u0000b", "\\ud800", "\\udc00", "\\udc00\\ud800", "a\\ud800", LONGEST_ID + "x");
        return Stream.concat(
                faulty.stream()
                        .flatMap(id -> Stream.of(
                                BadRequest.message(
                                        "ref " + shown(id),
                                        "spend",
                                        "{\"ref\":\"" + id + "\",\"items\":[" + item("account", "alice", "1") + "]}",
                                        422,
                                        "invalid-ref"),
                                grant("account " + shown(id), id, "1", 422, "invalid-account"))),
                Stream.of(
                        grant("an account of the ledger's own", "@issued", "1", 422, "invalid-account"),
                        transfer("a recipient with a lone surrogate", "alice", "\\ud801", "1", "invalid-account"),
                        transfer("a sender that is blank", "\\u2003", "bob", "1", "invalid-account"),
                        BadRequest.message(
                                "an issuer that is none",
                                "grant",
                                "{\"ref\":\"bad\",\"issuer\":\"Treasury\",\"items\":[" + item("account", "alice", "1")
                                        + "]}",
                                422,
                                "not-an-issuer")));
    }

    private static Stream<BadRequest> currencies() {
        return Stream.of("", "credit", "EUR ", "\\u0000", "\\ud800", "ABCDEFGHIJKLMNOPQ", "\uff21")
                .map(currency -> BadRequest.message(
                        "currency " + shown(currency),
                        "spend",
                        "{\"ref\":\"bad\",\"items\":[{\"account\":\"alice\",\"amount\":1,\"currency\":\"" + currency
                                + "\"}]}",
                        422,
                        "invalid-currency"));
    }

    private static Stream<BadRequest> metadata() {
        String tooMany =
                IntStream.range(0, 65).mapToObj(i -> "\"k" + i + "\":\"\"").collect(Collectors.joining(",", "{", "}"));
        Stream<BadRequest> refused = Stream.of(
                        tooMany,
                        "{\"\":\"v\"}",
                        "{\"" + "k".repeat(65) + "\":\"v\"}",
                        "{\"k\":\"" + "v".repeat(1025) + "\"}",
                        "{\"k\\u0000\":\"v\"}",
                        "{\"k\":\"\\u0000\"}",
                        "{\"k\":\"\\udfff\"}",
                        "{\"\\ud800\":\"v\"}")
                .map(metadata -> metadata(metadata, 422, "invalid-metadata"));
        Stream<BadRequest> mistyped = Stream.of("[]", "\"\"", "{\"k\":1}", "{\"k\":null}", "{\"k\":{\"n\":\"v\"}}")
                .map(metadata -> metadata(metadata, 400, "invalid-request"));
        return Stream.concat(refused, mistyped);
    }

    private static BadRequest metadata(String metadata, int status, String problem) {
        return BadRequest.message(
                "metadata " + shown(metadata),
                "spend",
                "{\"ref\":\"bad\",\"metadata\":" + metadata + ",\"items\":[" + item("account", "alice", "1") + "]}",
                status,
                problem);
    }

    private static Stream<BadRequest> times() {
        return Stream.of(
                        "\"\"",
                        "\"now\"",
                        "\"2026-01-01\"",
                        "\"2026-01-01T00:00:00\"",
                        "\"2026-01-01T24:00:00Z\"",
                        "\"2016-12-31T23:59:60Z\"",
                        "\"2000-02-30T00:00:00Z\"",
                        "\"2026-01-01T00:00:00.1234567Z\"",
                        "\"2026-01-01T00:00:00+18:01\"",
                        "\"2026-01-01T00:00:00Z[Europe/Paris]\"",
                        "\"0000-12-31T23:59:59Z\"",
                        "\"-4713-01-01T00:00:00Z\"",
                        "\"+10000-01-01T00:00:00Z\"",
                        "\"+294277-01-01T00:00:00Z\"",
                        "253402300800000",
                        "9223372036854775807",
                        "1.5",
                        "1e3")
                .flatMap(literal -> Stream.of(
                        BadRequest.message(
                                "effective at " + literal,
                                "spend",
                                "{\"ref\":\"bad\",\"effective_at\":" + literal + ",\"items\":["
                                        + item("account", "alice", "1") + "]}",
                                422,
                                "invalid-time"),
                        BadRequest.message(
                                "expires at " + literal,
                                "grant",
                                "{\"ref\":\"bad\",\"issuer\":\"treasury\",\"items\":[{\"account\":\"alice\","
                                        + "\"amount\":1,\"expires_at\":" + literal + "}]}",
                                422,
                                "invalid-time")));
    }

    /** The ref of the first grant with other content, or of another kind. */
    private static Stream<BadRequest> conflicts() {
        String grant = "{\"ref\":\"first\",\"issuer\":\"treasury\",\"effective_at\":\"2000-01-01T00:00:00Z\",";
        String items = "\"items\":[" + item("account", "alice", "100") + "]";
        return Stream.of(
                        grant + "\"items\":[" + item("account", "alice", "99") + "]}",
                        grant + "\"items\":[" + item("account", "Alice", "100") + "]}",
                        grant + "\"metadata\":{\"k\":\"v\"}," + items + "}",
                        grant + "\"items\":[" + item("account", "alice", "100") + "," + item("account", "alice", "1")
                                + "]}",
                        "{\"ref\":\"first\",\"issuer\":\"treasury\"," + items + "}",
                        "{\"ref\":\"first\",\"issuer\":\"other\",\"effective_at\":\"2000-01-01T00:00:00Z\"," + items
                                + "}")
                .map(json -> BadRequest.message("another " + json, "grant", json, 409, "ref-conflict"));
    }

    private static Stream<BadRequest> shapes() {
        String tooMany = IntStream.range(0, 10_001)
                .mapToObj(i -> item("account", "alice", "1"))
                .collect(Collectors.joining(","));
        return Stream.of(
                spend("with no items", "", "no-items"),
                spend("with too many items", tooMany, "too-many-items"),
                BadRequest.message("a spend without items", "spend", "{\"ref\":\"bad\"}", 400, "invalid-request"),
                BadRequest.message("a spend without a ref", "spend", "{\"items\":[]}", 400, "invalid-request"),
                BadRequest.message(
                        "a ref that is a number", "spend", "{\"ref\":5,\"items\":[]}", 400, "invalid-request"),
                BadRequest.message(
                        "an unknown field", "spend", "{\"ref\":\"bad\",\"items\":[],\"x\":1}", 400, "invalid-request"),
                BadRequest.message(
                        "a field of another movement",
                        "spend",
                        "{\"ref\":\"bad\",\"issuer\":\"treasury\",\"items\":[]}",
                        400,
                        "invalid-request"),
                BadRequest.message(
                        "a word that is none",
                        "spend",
                        "{\"ref\":\"bad\",\"shortfall\":\"IGNORE\",\"items\":[]}",
                        400,
                        "invalid-request"),
                BadRequest.message(
                        "an item that is a list", "spend", "{\"ref\":\"bad\",\"items\":[[]]}", 400, "invalid-request"));
    }

    private static BadRequest grant(String name, String account, String amount, int status, String problem) {
        return BadRequest.message(
                "grant: " + name,
                "grant",
                "{\"ref\":\"bad\",\"issuer\":\"treasury\",\"items\":[" + item("account", account, amount) + "]}",
                status,
                problem);
    }

    private static BadRequest transfer(String name, String from, String to, String amount, String problem) {
        return BadRequest.message(
                "transfer " + name,
                "transfer",
                "{\"ref\":\"bad\",\"from\":\"" + from + "\",\"items\":[" + item("to", to, amount) + "]}",
                422,
                problem);
    }

    private static BadRequest spend(String name, String items, String problem) {
        return BadRequest.message(
                "spend " + name, "spend", "{\"ref\":\"bad\",\"items\":[" + items + "]}", 422, problem);
    }

    private static String item(String role, String account, String amount) {
        return "{\"" + role + "\":\"" + account + "\",\"amount\":" + amount + "}";
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "... of " + text.length() : "'" + text + "'";
    }
}
