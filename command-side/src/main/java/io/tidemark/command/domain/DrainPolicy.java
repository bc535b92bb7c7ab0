package io.tidemark.command.domain;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which drain order a movement uses. The time of the movement that drains decides, never that of the lots.
 *
 * @param order the order when there is no cutover
 * @param cutover movements with an effective time strictly before it drain emission first, all others expiration first;
 *     {@code null} for none
 */
public record DrainPolicy(DrainOrder order, @Nullable Instant cutover) {

    /** Expiration first, always. */
    public static final DrainPolicy DEFAULT = new DrainPolicy(DrainOrder.EXPIRATION_FIRST, null);

    /** The order for a movement with the given effective time. */
    public DrainOrder orderAt(Instant effectiveAt) {
        if (cutover == null) {
            return order;
        }
        return effectiveAt.isBefore(cutover) ? DrainOrder.EMISSION_FIRST : DrainOrder.EXPIRATION_FIRST;
    }

    /** Every order that a movement may use. */
    public Set<DrainOrder> orders() {
        return cutover == null ? EnumSet.of(order) : EnumSet.allOf(DrainOrder.class);
    }
}
