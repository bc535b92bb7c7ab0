package io.tidemark.config.valuation;

import io.tidemark.config.TidemarkProperties;
import io.tidemark.config.TidemarkProperties.Valuation;
import io.tidemark.projection.effect.Effect;
import io.tidemark.projection.effect.RateLimit;
import io.tidemark.projection.lots.LotPrices;
import io.tidemark.projection.valuation.PriceQuestion;
import io.tidemark.projection.valuation.PriceSource;
import io.tidemark.projection.valuation.Prices;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The valuation of lots, if there is a currency to value them in. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("tidemark.projections.valuation.currency")
public class ValuationConfiguration {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z0-9_]{1,16}");
    private static final int CALLS_AT_ONCE = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    @Bean
    @ConditionalOnMissingBean
    PriceSource priceSource(TidemarkProperties properties) {
        Valuation valuation = properties.projections().valuation();
        URI endpoint = valuation.endpoint();
        if (endpoint == null) {
            throw new IllegalStateException(
                    "tidemark.projections.valuation.currency needs an .endpoint that knows prices");
        }
        return new HttpPriceSource(endpoint, valuation.timeout());
    }

    @Bean
    Effect<PriceQuestion, Optional<BigDecimal>> priceEffect(PriceSource source, TidemarkProperties properties) {
        Valuation valuation = properties.projections().valuation();
        return Prices.effect(
                source,
                options -> options.timeout(valuation.timeout())
                        .limited(RateLimit.perSecond(valuation.callsPerSecond()), CALLS_AT_ONCE)
                        .retry(valuation.attempts(), FIRST_PAUSE));
    }

    @Bean
    LotPrices lotPrices(Effect<PriceQuestion, Optional<BigDecimal>> prices, TidemarkProperties properties) {
        Valuation valuation = properties.projections().valuation();
        String currency = valuation.currency();
        if (currency == null || !CURRENCY.matcher(currency).matches()) {
            throw new IllegalStateException("tidemark.projections.valuation.currency is not a currency: " + currency);
        }
        return new LotPrices(prices, currency, valuation.interval());
    }
}
