package io.tidemark.config.serialization;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Events as JSON, written out by hand: the stored form is a contract for ever, so it follows neither the names of record
 * components nor the habits of a mapper. Times are integers in microseconds since 1970. Absent means never (an expiry)
 * or empty (metadata). An unknown field is an error, for it would be a fact that is lost. Thread-safe.
 */
final class EventCodec {

    private static final int USUAL_BYTES = 384;

    private final JsonFactory json = JsonFactory.builder().build();

    byte[] encode(AccountEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            switch (event) {
                case CreditGranted granted -> write(out, granted);
                case CreditSpent spent -> write(out, spent);
                case Transferred transferred -> write(out, transferred);
                case CreditReceived received -> write(out, received);
            }
            JsonTime.write(out, "effective_at_us", event.effectiveAt());
            JsonMaps.write(out, "metadata", event.metadata());
            JsonMaps.write(out, "message_metadata", event.messageMetadata());
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /**
     * Reads an event.
     *
     * @param type the class that its stored name stands for
     * @throws tools.jackson.core.JacksonException if the bytes are not JSON
     * @throws IllegalArgumentException if a field is missing or unknown
     */
    AccountEvent decode(Class<? extends AccountEvent> type, byte[] bytes) {
        EventFields fields = new EventFields();
        read(bytes, 0, bytes.length, fields);
        return event(type, fields);
    }

    /**
     * Reads the fields of an event.
     *
     * @throws tools.jackson.core.JacksonException if the bytes are not JSON
     * @throws IllegalArgumentException if a field is unknown
     */
    void read(byte[] bytes, int start, int end, EventFields fields) {
        try (JsonParser in = json.createParser(ObjectReadContext.empty(), bytes, start, end - start)) {
            fields.read(in);
        }
    }

    /**
     * The event that has these fields.
     *
     * @param type the class that its stored name stands for
     * @throws IllegalArgumentException if a field is missing
     */
    AccountEvent event(Class<? extends AccountEvent> type, EventFields fields) {
        if (type == CreditGranted.class) {
            return granted(fields);
        }
        if (type == CreditSpent.class) {
            return spent(fields);
        }
        if (type == Transferred.class) {
            return transferred(fields);
        }
        if (type == CreditReceived.class) {
            return received(fields);
        }
        throw new IllegalArgumentException("no event of the ledger: " + type);
    }

    private static void write(JsonGenerator out, CreditGranted event) {
        start(out, event);
        out.writeNumberProperty("index", event.index());
        out.writeStringProperty("kind", event.kind().code());
        out.writeStringProperty("issuer", event.issuer());
        out.writeNumberProperty("amount", event.amount());
        JsonTime.write(out, "expires_at_us", event.expiresAt());
    }

    private static void write(JsonGenerator out, CreditSpent event) {
        start(out, event);
        out.writeNumberProperty("index", event.index());
        out.writeNumberProperty("amount", event.amount());
        writeDrains(out, event.drains());
        if (event.shortfall() != 0) {
            out.writeNumberProperty("shortfall", event.shortfall());
        }
    }

    private static void write(JsonGenerator out, Transferred event) {
        start(out, event);
        out.writeNumberProperty("index", event.index());
        out.writeStringProperty("to", event.to());
        out.writeNumberProperty("amount", event.amount());
        writeDrains(out, event.drains());
    }

    private static void write(JsonGenerator out, CreditReceived event) {
        start(out, event);
        out.writeStringProperty("from", event.from());
        out.writeNumberProperty("amount", event.amount());
        out.writeArrayPropertyStart("lots");
        for (NewLot lot : event.lots()) {
            out.writeStartObject();
            out.writeNumberProperty("index", lot.index());
            out.writeNumberProperty("amount", lot.amount());
            JsonTime.write(out, "expires_at_us", lot.expiresAt());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void start(JsonGenerator out, AccountEvent event) {
        out.writeStringProperty("account", event.account());
        out.writeStringProperty("ref", event.ref());
        out.writeStringProperty("currency", event.currency());
    }

    private static void writeDrains(JsonGenerator out, List<LotDrain> drains) {
        out.writeArrayPropertyStart("drains");
        for (LotDrain drain : drains) {
            out.writeStartObject();
            out.writeStringProperty("ref", drain.ref());
            out.writeNumberProperty("index", drain.index());
            out.writeNumberProperty("amount", drain.amount());
            JsonTime.write(out, "granted_at_us", drain.grantedAt());
            JsonTime.write(out, "expires_at_us", drain.expiresAt());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static CreditGranted granted(EventFields fields) {
        return new CreditGranted(
                fields.account(),
                fields.ref(),
                fields.index(),
                MovementKind.ofCode(fields.kind()),
                fields.issuer(),
                fields.currency(),
                fields.amount(),
                fields.expiresAt(),
                fields.effectiveAt(),
                fields.metadata(),
                fields.messageMetadata());
    }

    private static CreditSpent spent(EventFields fields) {
        return new CreditSpent(
                fields.account(),
                fields.ref(),
                fields.index(),
                fields.currency(),
                fields.amount(),
                fields.drains(),
                fields.shortfall(),
                fields.effectiveAt(),
                fields.metadata(),
                fields.messageMetadata());
    }

    private static Transferred transferred(EventFields fields) {
        return new Transferred(
                fields.account(),
                fields.ref(),
                fields.index(),
                fields.to(),
                fields.currency(),
                fields.amount(),
                fields.drains(),
                fields.effectiveAt(),
                fields.metadata(),
                fields.messageMetadata());
    }

    private static CreditReceived received(EventFields fields) {
        return new CreditReceived(
                fields.account(),
                fields.ref(),
                fields.from(),
                fields.currency(),
                fields.amount(),
                fields.lots(),
                fields.effectiveAt(),
                fields.metadata(),
                fields.messageMetadata());
    }
}
