package io.tidemark.projection.valuation;

import java.math.BigDecimal;
import java.util.Optional;

/** Knows prices. Thread-safe. */
@FunctionalInterface
public interface PriceSource {

    /**
     * The price.
     *
     * @return none if there surely is none
     * @throws Exception if there is no telling
     */
    Optional<BigDecimal> price(PriceQuestion question) throws Exception;
}
