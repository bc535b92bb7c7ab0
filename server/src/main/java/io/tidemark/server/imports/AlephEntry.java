package io.tidemark.server.imports;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One entry of a message's {@code credits}, with readings of its fields that refuse what breaks a rule. The readings are
 * as lenient and as strict as those of the network whose messages these are, except that what is no finite number is
 * refused here.
 */
final class AlephEntry {

    private final JsonNode entry;
    private final String path;

    AlephEntry(JsonNode entry, int index) throws ContentException {
        this.entry = entry;
        this.path = "credits[" + index + "]";
        if (!entry.isObject()) {
            throw new ContentException("invalid-credits", path + " must be an object");
        }
    }

    String address() throws ContentException {
        JsonNode node = entry.path("address");
        if (!node.isString()) {
            throw new ContentException("invalid-address", path + ".address must be a string");
        }
        if (Numbers.isBlank(node.stringValue())) {
            throw new ContentException("invalid-address", path + ".address must not be empty");
        }
        return ImportJson.storable(node.stringValue(), path + ".address");
    }

    /** The amount times the factor. */
    long amount(long factor) throws ContentException {
        JsonNode node = entry.path("amount");
        if (!node.isIntegralNumber()) {
            throw new ContentException("invalid-amount", path + ".amount must be an integer");
        }
        BigInteger raw = node.bigIntegerValue();
        if (raw.signum() <= 0) {
            throw new ContentException("invalid-amount", path + ".amount must be greater than 0");
        }
        BigInteger scaled = raw.multiply(BigInteger.valueOf(factor));
        if (scaled.bitLength() > 63) {
            throw new ContentException(
                    "amount-out-of-range", path + ".amount times " + factor + " does not fit 64 bits");
        }
        return scaled.longValueExact();
    }

    /** When the credit expires; {@code null} for never. */
    @Nullable
    Instant expiration() throws ContentException {
        JsonNode node = entry.path("expiration");
        if (ImportJson.isAbsent(node)) {
            return null;
        }
        BigInteger millis = Numbers.lenientInteger(node);
        if (millis == null) {
            throw new ContentException(
                    "invalid-expiration", path + ".expiration must be a whole number of milliseconds");
        }
        if (millis.signum() == 0) {
            return null;
        }
        Instant expiresAt = Numbers.ofMillis(millis);
        if (expiresAt == null) {
            throw new ContentException("invalid-expiration", path + ".expiration is outside of the years 1 to 9999");
        }
        return expiresAt;
    }

    /** Refuses the {@code time} of an expense when it is no number; its value is not kept. */
    void checkTime() throws ContentException {
        JsonNode node = entry.path("time");
        if (!ImportJson.isAbsent(node) && Numbers.decimalText(node) == null) {
            throw new ContentException("invalid-time", path + ".time must be a number");
        }
    }

    /** Collects notes from the entry's fields. */
    Notes notes() {
        return new Notes();
    }

    /** The entry's descriptive fields under the names of the ledger's history; what is absent or empty is left out. */
    final class Notes {

        private final Map<String, String> values = new LinkedHashMap<>();

        /** A text that may be absent. */
        Notes text(String name, String field) throws ContentException {
            return put(name, textOrNull(field));
        }

        /** A text that must be there, though it may be empty. */
        Notes requiredText(String name, String field) throws ContentException {
            String text = textOrNull(field);
            if (text == null) {
                throw new ContentException("missing-field", path + "." + field + " is required");
            }
            return put(name, text);
        }

        /** A price that may be absent. */
        Notes price() throws ContentException {
            JsonNode node = entry.path("price");
            return put("price", ImportJson.isAbsent(node) ? null : decimal(node, "price"));
        }

        /** A price that must be there. */
        Notes requiredPrice() throws ContentException {
            if (ImportJson.isAbsent(entry.path("price"))) {
                throw new ContentException("missing-field", path + ".price is required");
            }
            return price();
        }

        /** A bonus in whole units, which stays in the unit it was sent in; none when it is 0. */
        Notes bonus() throws ContentException {
            JsonNode node = entry.path("bonus_amount");
            if (ImportJson.isAbsent(node)
                    || (node.isString() && node.stringValue().isEmpty())) {
                return this;
            }
            BigInteger bonus = Numbers.lenientInteger(node);
            if (bonus == null || bonus.bitLength() > 63) {
                throw new ContentException("invalid-bonus", path + ".bonus_amount must be an integer of 64 bits");
            }
            return put("bonus_amount", bonus.signum() == 0 ? null : bonus.toString());
        }

        /** How many files an expense stands for. */
        Notes count() throws ContentException {
            JsonNode node = entry.path("count");
            if (ImportJson.isAbsent(node)) {
                return this;
            }
            BigInteger count = Numbers.lenientInteger(node);
            if (count == null || count.signum() < 0 || count.bitLength() > 63) {
                throw new ContentException("invalid-count", path + ".count must be an integer of at least 0");
            }
            return put("expense_count", count.toString());
        }

        /** How many MiB an expense stands for. */
        Notes size() throws ContentException {
            JsonNode node = entry.path("size");
            if (ImportJson.isAbsent(node)) {
                return this;
            }
            String size = decimal(node, "size");
            if (size.startsWith("-") && !isZero(size)) {
                throw new ContentException("invalid-size", path + ".size must be at least 0");
            }
            return put("expense_size_mib", size);
        }

        Map<String, String> values() {
            return values;
        }

        private Notes put(String name, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                values.put(name, value);
            }
            return this;
        }

        private @Nullable String textOrNull(String field) throws ContentException {
            JsonNode node = entry.path(field);
            if (ImportJson.isAbsent(node)) {
                return null;
            }
            if (!node.isString()) {
                throw new ContentException("invalid-field", path + "." + field + " must be a string");
            }
            return ImportJson.storable(node.stringValue(), path + "." + field);
        }

        private String decimal(JsonNode node, String field) throws ContentException {
            String text = Numbers.decimalText(node);
            if (text == null) {
                throw new ContentException("invalid-" + field, path + "." + field + " must be a finite decimal");
            }
            return text;
        }

        private static boolean isZero(String decimal) {
            return new BigDecimal(decimal).signum() == 0;
        }
    }
}
