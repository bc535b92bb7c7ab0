package io.tidemark.server.http.movements;

import io.tidemark.server.http.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of a JSON array, all of which has been read and is well-formed. */
final class ArrayMessages implements Messages {

    private final List<JsonValue> items;
    private final MessageForm form;
    private int index;

    /** The messages that the elements of an array are. */
    ArrayMessages(List<JsonValue> items, MessageForm form) {
        this.items = items;
        this.form = form;
    }

    @Override
    public @Nullable Message next() {
        if (index == items.size()) {
            return null;
        }
        JsonValue item = items.get(index);
        return form.read(item, 0, new Place("index", index++));
    }
}
