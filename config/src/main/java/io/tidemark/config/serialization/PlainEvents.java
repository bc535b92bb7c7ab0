package io.tidemark.config.serialization;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of events from plain JSON. What it does not know, or does not find where {@link EventCodec} would have
 * written it, it leaves to the parser, errors included. Not thread-safe.
 */
final class PlainEvents {

    private static final byte[] REF = "ref".getBytes(US_ASCII);
    private static final byte[] INDEX = "index".getBytes(US_ASCII);
    private static final byte[] AMOUNT = "amount".getBytes(US_ASCII);
    private static final byte[] GRANTED_AT = "granted_at_us".getBytes(US_ASCII);
    private static final byte[] EXPIRES_AT = "expires_at_us".getBytes(US_ASCII);
    private static final byte[] METADATA = "metadata".getBytes(US_ASCII);
    private static final byte[] MESSAGE_METADATA = "message_metadata".getBytes(US_ASCII);
    private static final byte[] DRAINS = "drains".getBytes(US_ASCII);
    private static final byte[] LOTS = "lots".getBytes(US_ASCII);

    private final PlainJson in = new PlainJson(new RepeatedTexts());

    /**
     * Reads an event into fields.
     *
     * @return false if it is not plain; the fields are of no meaning then
     */
    boolean read(byte[] bytes, int start, int end, EventFields fields) {
        in.begin(bytes, start, end);
        fields.clear();
        if (!in.takes('{')) {
            return false;
        }
        do {
            if (!in.takesText() || !isFieldRead(fields)) {
                return false;
            }
        } while (in.takes(','));
        return in.takes('}') && in.isAtEnd();
    }

    private boolean isFieldRead(EventFields fields) {
        if (in.isText(METADATA)) {
            Map<String, String> map = in.takes(':') ? map() : null;
            return map != null && fields.takeMetadata(map);
        }
        if (in.isText(MESSAGE_METADATA)) {
            Map<String, String> map = in.takes(':') ? map() : null;
            return map != null && fields.takeMessageMetadata(map);
        }
        if (in.isText(DRAINS)) {
            EventParts parts = in.takes(':') ? parts() : null;
            return parts != null && fields.takeDrains(parts);
        }
        if (in.isText(LOTS)) {
            EventParts parts = in.takes(':') ? parts() : null;
            return parts != null && fields.takeLots(parts);
        }
        if (in.isText(REF)) {
            return in.takes(':') && in.takesText() && fields.takeRef(in.text());
        }
        String name = in.repeatedText();
        if (!in.takes(':')) {
            return false;
        }
        return in.takesText() ? fields.takeText(name, in.repeatedText()) : isNumberRead(name, fields);
    }

    private boolean isNumberRead(String name, EventFields fields) {
        return in.takesNumber() && fields.takeNumber(name, in.number());
    }

    private @Nullable Map<String, String> map() {
        if (!in.takes('{')) {
            return null;
        }
        Map<String, String> map = new HashMap<>();
        do {
            if (!in.takesText()) {
                return null;
            }
            String key = in.repeatedText();
            if (!in.takes(':') || !in.takesText() || map.put(key, in.text()) != null) {
                return null;
            }
        } while (in.takes(','));
        return in.takes('}') ? Map.copyOf(map) : null;
    }

    private @Nullable EventParts parts() {
        EventParts parts = new EventParts();
        if (!in.takes('[')) {
            return null;
        }
        do {
            EventParts.Part part = part();
            if (part == null) {
                return null;
            }
            parts.add(part);
        } while (in.takes(','));
        return in.takes(']') ? parts : null;
    }

    private EventParts.@Nullable Part part() {
        if (!in.takes('{')) {
            return null;
        }
        String ref = "";
        long index = 0;
        long amount = 0;
        Instant grantedAt = Instant.EPOCH;
        Instant expiresAt = null;
        do {
            if (!in.takesText()) {
                return null;
            }
            if (in.isText(REF)) {
                if (!in.takes(':') || !in.takesText()) {
                    return null;
                }
                ref = in.text();
            } else if (in.isText(INDEX) && isNumberNext()) {
                index = in.number();
            } else if (in.isText(AMOUNT) && isNumberNext()) {
                amount = in.number();
            } else if (in.isText(GRANTED_AT) && isNumberNext()) {
                grantedAt = JsonTime.instant(in.number());
            } else if (in.isText(EXPIRES_AT) && isNumberNext()) {
                expiresAt = JsonTime.instant(in.number());
            } else {
                return null;
            }
        } while (in.takes(','));
        boolean isWhole = in.takes('}') && index == (int) index;
        return isWhole ? new EventParts.Part(ref, (int) index, amount, grantedAt, expiresAt) : null;
    }

    private boolean isNumberNext() {
        return in.takes(':') && in.takesNumber();
    }
}
