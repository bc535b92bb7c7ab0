package io.tidemark.server.endtoend;

/** Bodies of requests, as JSON. Ids are put in as they are: ones that JSON does not escape. */
final class Bodies {

    private Bodies() {}

    /** A grant by {@code treasury}. */
    static String grant(String ref, String... items) {
        return "{\"ref\":\"%s\",\"issuer\":\"treasury\",\"items\":[%s]}".formatted(ref, String.join(",", items));
    }

    /** A grant by {@code treasury} at a time. */
    static String grantAt(String effectiveAt, String ref, String... items) {
        return "{\"effective_at\":\"%s\",%s"
                .formatted(effectiveAt, grant(ref, items).substring(1));
    }

    /** A spend; a shortfall is what {@code shortfall} says. */
    static String spend(String ref, String shortfall, String... items) {
        return "{\"ref\":\"%s\",\"shortfall\":\"%s\",\"items\":[%s]}"
                .formatted(ref, shortfall, String.join(",", items));
    }

    /** A transfer; its items are those of {@link #to}. */
    static String transfer(String ref, String from, String... items) {
        return "{\"ref\":\"%s\",\"from\":\"%s\",\"items\":[%s]}".formatted(ref, from, String.join(",", items));
    }

    /** An item of a grant or spend. */
    static String item(String account, long amount) {
        return "{\"account\":\"%s\",\"amount\":%d}".formatted(account, amount);
    }

    /** An item of a grant that expires. */
    static String expiring(String account, long amount, String expiresAt) {
        return "{\"account\":\"%s\",\"amount\":%d,\"expires_at\":\"%s\"}".formatted(account, amount, expiresAt);
    }

    /** An item of a transfer. */
    static String to(String account, long amount) {
        return "{\"to\":\"%s\",\"amount\":%d}".formatted(account, amount);
    }
}
