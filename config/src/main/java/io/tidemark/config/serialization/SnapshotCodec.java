package io.tidemark.config.serialization;

import io.tidemark.command.axon.AccountAggregate;
import io.tidemark.command.axon.AccountFactory;
import io.tidemark.command.domain.Account;
import io.tidemark.command.domain.Lot;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Snapshots of accounts as JSON: the open lots of each currency, each lot an array of ref, index, granted-at, expires-at
 * and what remains. Times are in microseconds since 1970, never being {@link Long#MAX_VALUE}. Thread-safe.
 */
final class SnapshotCodec {

    private final JsonFactory json = JsonFactory.builder().build();
    private final AccountFactory accounts;

    SnapshotCodec(AccountFactory accounts) {
        this.accounts = accounts;
    }

    byte[] encode(AccountAggregate aggregate) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        Account account = aggregate.account();
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeStringProperty("account", aggregate.id());
            out.writeObjectPropertyStart("lots");
            for (String currency : account.currencies()) {
                out.writeArrayPropertyStart(currency);
                account.book(currency).lots().forEach(lot -> write(out, lot));
                out.writeEndArray();
            }
            out.writeEndObject();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, Lot lot) {
        out.writeStartArray();
        out.writeString(lot.ref());
        out.writeNumber(lot.index());
        out.writeNumber(lot.grantedAtMicros());
        out.writeNumber(lot.expiresAtMicros());
        out.writeNumber(lot.remaining());
        out.writeEndArray();
    }

    AccountAggregate decode(byte[] bytes) {
        try (JsonParser in = json.createParser(ObjectReadContext.empty(), bytes)) {
            in.nextToken();
            expectName(in, "account");
            AccountAggregate empty = accounts.create(in.nextStringValue());
            expectName(in, "lots");
            in.nextToken();
            Account account = empty.account();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String currency = in.currentName();
                in.nextToken();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    account = account.plus(currency, lot(in));
                }
            }
            return new AccountAggregate(empty.id(), account);
        }
    }

    private static Lot lot(JsonParser in) {
        String ref = in.nextStringValue();
        int index = in.nextIntValue(-1);
        long grantedAt = in.nextLongValue(0);
        long expiresAt = in.nextLongValue(0);
        long remaining = in.nextLongValue(0);
        in.nextToken();
        return new Lot(ref, index, grantedAt, expiresAt, remaining);
    }

    private static void expectName(JsonParser in, String name) {
        if (in.nextToken() != JsonToken.PROPERTY_NAME || !name.equals(in.currentName())) {
            throw new IllegalArgumentException("a snapshot lacks the field '" + name + "'");
        }
    }
}
