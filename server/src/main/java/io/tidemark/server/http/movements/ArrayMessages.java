package io.tidemark.server.http.movements;

import io.tidemark.server.http.json.JsonValue;
import io.tidemark.server.http.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of a JSON array, all of which has been read and is well-formed. */
final class ArrayMessages implements Messages {

    private final List<JsonValue> items;
    private int index;

    /** The messages that the elements of an array are. */
    ArrayMessages(List<JsonValue> items) {
        this.items = items;
    }

    @Override
    public @Nullable Message next() {
        if (index == items.size()) {
            return null;
        }
        JsonValue item = items.get(index);
        Place place = new Place("index", index++);
        try {
            return new Message.Sendable(MovementDecoder.decoded(item), 0, place);
        } catch (ProblemException e) {
            return new Message.Unreadable(MovementDecoder.refOf(item), e.problem(), place);
        }
    }
}
