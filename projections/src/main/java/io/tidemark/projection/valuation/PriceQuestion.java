package io.tidemark.projection.valuation;

import java.time.Instant;

/**
 * Asks what one unit of a currency was worth in another.
 *
 * @param currency the one that is valued, in its smallest unit
 * @param quote the one that says what it is worth, in its smallest unit
 * @param at when
 */
public record PriceQuestion(String currency, String quote, Instant at) {

    String asText() {
        return currency + "/" + quote + "@" + at;
    }

    static PriceQuestion of(String text) {
        int slash = text.indexOf('/');
        int at = text.indexOf('@', slash + 1);
        if (slash < 0 || at < 0) {
            throw new IllegalArgumentException("not a question for a price");
        }
        return new PriceQuestion(
                text.substring(0, slash), text.substring(slash + 1, at), Instant.parse(text.substring(at + 1)));
    }
}
