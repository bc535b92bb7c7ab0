package io.tidemark.projection.lots;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.projection.effect.EffectReader;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.Reads;
import io.tidemark.projection.valuation.PriceQuestion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values lots by the price of their currency when they begin to count, or when they were recorded if that was earlier: there
 * is no price of the future. Prices are of the beginning of an interval, so that few are asked for.
 */
final class PricedLots implements LotValuation {

    private final EffectReader<PriceQuestion, Optional<BigDecimal>> prices;
    private final String quote;
    private final long intervalSeconds;

    PricedLots(EffectReader<PriceQuestion, Optional<BigDecimal>> prices, String quote, Duration interval) {
        this.prices = prices;
        this.quote = quote;
        this.intervalSeconds = interval.toSeconds();
    }

    @Override
    public void announce(PositionedEvent<AccountEvent> positioned, AccountEvent event, Reads reads) {
        boolean bringsLots = event instanceof CreditGranted || event instanceof CreditReceived;
        if (bringsLots && !event.currency().equals(quote)) {
            prices.announce(reads, question(positioned, event));
        }
    }

    @Override
    public @Nullable Long of(PositionedEvent<AccountEvent> positioned, AccountEvent event, long amount) {
        if (event.currency().equals(quote)) {
            return amount;
        }
        Optional<BigDecimal> price = prices.get(question(positioned, event));
        return price.isEmpty() ? null : value(amount, price.get());
    }

    private PriceQuestion question(PositionedEvent<AccountEvent> positioned, AccountEvent event) {
        Instant at =
                event.effectiveAt().isBefore(positioned.recordedAt()) ? event.effectiveAt() : positioned.recordedAt();
        long begin = Math.floorDiv(at.getEpochSecond(), intervalSeconds) * intervalSeconds;
        return new PriceQuestion(event.currency(), quote, Instant.ofEpochSecond(begin));
    }

    /** Half a unit goes to the even neighbour, so that many roundings do not lean to one side. */
    static @Nullable Long value(long amount, BigDecimal price) {
        BigInteger value = price.multiply(BigDecimal.valueOf(amount))
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
        return value.bitLength() < Long.SIZE ? value.longValueExact() : null;
    }
}
