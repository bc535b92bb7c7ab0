package io.tidemark.projection.lots;

import io.tidemark.projection.effect.Effect;
import io.tidemark.projection.valuation.PriceQuestion;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * In what lots are valued. Immutable.
 *
 * @param prices who knows prices
 * @param quote the currency of the values
 * @param interval prices are of the beginning of an interval of this length, whole seconds
 */
public record LotPrices(Effect<PriceQuestion, Optional<BigDecimal>> prices, String quote, Duration interval) {

    private static final int VALUATIONS = 1_000_000;
    private static final int BASE = 1_000;

    /** Refuses an interval that has no beginning. */
    public LotPrices {
        if (interval.toSeconds() < 1 || interval.toNanosPart() != 0) {
            throw new IllegalArgumentException("prices are of whole seconds, not of " + interval);
        }
    }

    /** Rows that are valued otherwise are another version's, so they are rebuilt when the setting changes. */
    int version(int version) {
        int valuation = Math.floorMod((quote + "/" + interval).hashCode(), VALUATIONS);
        return version + BASE * (1 + valuation);
    }
}
