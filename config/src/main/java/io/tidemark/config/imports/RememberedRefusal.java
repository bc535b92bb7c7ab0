package io.tidemark.config.imports;

import java.time.Instant;

/**
 * A refusal of an earlier import.
 *
 * @param type its stable type, such as {@code insufficient-credit}
 * @param detail one sentence for people
 * @param refusedAt when that was
 */
public record RememberedRefusal(String type, String detail, Instant refusedAt) {}
