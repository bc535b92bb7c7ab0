package io.tidemark.command.domain.vectors;

import io.tidemark.command.domain.DrainOrder;
import io.tidemark.command.domain.DrainPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One vector: steps that are taken in order on an empty ledger.
 *
 * @param id such as {@code A14}
 * @param title what it shows
 * @param policies names of the drain policies for which it holds
 * @param cutover where the gated policy switches
 * @param clock the time at its start
 * @param gates which posts are taken
 * @param steps operations and expectations
 */
record Vector(
        String id,
        String title,
        List<String> policies,
        @Nullable Instant cutover,
        Instant clock,
        Gates gates,
        List<JsonNode> steps) {

    /**
     * Which posts have an effect.
     *
     * @param issuers who may grant and spend, and whose transfers create credit
     * @param types the post types
     * @param channels the channels; empty for all
     */
    record Gates(Set<String> issuers, Set<String> types, Set<String> channels) {}

    DrainPolicy policy(String name) {
        return switch (name) {
            case "emission_first" -> new DrainPolicy(DrainOrder.EMISSION_FIRST, null);
            case "expiration_first" -> new DrainPolicy(DrainOrder.EXPIRATION_FIRST, null);
            case "gated" -> new DrainPolicy(DrainOrder.EXPIRATION_FIRST, cutover);
            default -> throw new IllegalArgumentException("no drain policy is called " + name);
        };
    }
}
