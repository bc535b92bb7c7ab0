package io.tidemark.config.serialization;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Flat string maps in stored JSON. */
final class JsonMaps {

    private JsonMaps() {}

    /** Writes a map, or nothing where it is empty. */
    static void write(JsonGenerator out, String name, Map<String, String> map) {
        if (!map.isEmpty()) {
            out.writeObjectPropertyStart(name);
            map.forEach(out::writeStringProperty);
            out.writeEndObject();
        }
    }

    /** Reads the map that the parser stands on the start of. */
    static Map<String, String> read(JsonParser in) {
        Map<String, String> map = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            in.nextToken();
            map.put(key, in.getString());
        }
        return Map.copyOf(map);
    }
}
