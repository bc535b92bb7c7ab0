package io.tidemark.projection.history;

import java.util.Map;

/**
 * Notes on a whole message.
 *
 * @param ref the message
 * @param metadata the notes, at least one
 */
record MessageRow(String ref, Map<String, String> metadata) {}
