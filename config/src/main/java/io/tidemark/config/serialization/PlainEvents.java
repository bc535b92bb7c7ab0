package io.tidemark.config.serialization;

import static io.tidemark.config.serialization.EventField.REF;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of events from plain JSON. What it does not know, or does not find where {@link EventCodec} would have
 * written it, it leaves to the parser, errors included. Not thread-safe.
 */
final class PlainEvents {

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
        EventField field = in.field();
        if (field == null || !in.takes(':')) {
            return false;
        }
        return switch (field.kind()) {
            case TEXT -> isTextRead(field, fields);
            case NUMBER -> isNumberRead(field, fields);
            case LOTS -> areLotsRead(field, fields);
            case NOTES -> areNotesRead(field, fields);
            case NUMBER_OF_A_LOT -> false;
        };
    }

    private boolean isTextRead(EventField field, EventFields fields) {
        if (!in.takesText()) {
            return false;
        }
        fields.takeText(field, field == REF ? in.text() : in.repeatedText());
        return true;
    }

    private boolean isNumberRead(EventField field, EventFields fields) {
        if (!in.takesNumber()) {
            return false;
        }
        fields.takeNumber(field, in.number());
        return true;
    }

    private boolean areLotsRead(EventField field, EventFields fields) {
        EventParts parts = parts();
        if (parts == null) {
            return false;
        }
        fields.takeLots(field, parts);
        return true;
    }

    private boolean areNotesRead(EventField field, EventFields fields) {
        Map<String, String> map = map();
        if (map == null) {
            return false;
        }
        fields.takeNotes(field, map);
        return true;
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
            EventField field = in.field();
            if (field == null || !in.takes(':')) {
                return null;
            }
            if (field == REF ? !in.takesText() : !in.takesNumber()) {
                return null;
            }
            switch (field) {
                case REF -> ref = in.text();
                case INDEX -> index = in.number();
                case AMOUNT -> amount = in.number();
                case GRANTED_AT -> grantedAt = JsonTime.instant(in.number());
                case EXPIRES_AT -> expiresAt = JsonTime.instant(in.number());
                default -> {
                    return null;
                }
            }
        } while (in.takes(','));
        boolean isWhole = in.takes('}') && index == (int) index;
        return isWhole ? new EventParts.Part(ref, (int) index, amount, grantedAt, expiresAt) : null;
    }
}
