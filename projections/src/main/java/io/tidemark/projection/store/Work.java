package io.tidemark.projection.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the writer is to write.
 *
 * @param segment the rows; {@code null} for metadata alone
 * @param metadata what else; empty for none
 */
record Work(@Nullable Segment segment, Map<String, String> metadata) {}
