package io.tidemark.server.cli;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads lists that the server gives in pages. */
final class Pages {

    /** The server's largest page. */
    private static final int PAGE = 1000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Pages() {}

    /**
     * Reads up to so many items.
     *
     * @param limit most items
     * @return the last page's answer with the items of all pages in it; a cursor in it says that there is more
     */
    static ObjectNode read(LedgerClient client, String path, Map<String, @Nullable String> parameters, int limit) {
        Map<String, @Nullable String> asked = new HashMap<>(parameters);
        ArrayNode items = JSON.createArrayNode();
        while (true) {
            asked.put("limit", Integer.toString(Math.clamp(limit - items.size(), 1, PAGE)));
            JsonNode page = client.get(LedgerClient.query(path, asked));
            page.path("items").forEach(items::add);
            String cursor = page.path("next_cursor").asString("");
            if (cursor.isEmpty() || items.size() >= limit || page.path("items").isEmpty()) {
                ObjectNode all = page instanceof ObjectNode object ? object : JSON.createObjectNode();
                all.set("items", items);
                return all;
            }
            asked.put("cursor", cursor);
        }
    }

    /** Whether there is more than was read. */
    static boolean hasMore(JsonNode page) {
        return !page.path("next_cursor").asString("").isEmpty();
    }
}
