package io.tidemark.projection.valuation;

import io.tidemark.projection.effect.Effect;
import io.tidemark.projection.effect.EffectOptions;
import io.tidemark.projection.effect.EffectType;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Prices as an effect. */
public final class Prices {

    /** Name of the effect. */
    public static final String NAME = "price";

    private static final int MOST_DIGITS = 30;
    private static final Pattern PRICE = Pattern.compile("[0-9]{1,30}(\\.[0-9]{1,30})?");

    private static final EffectType<PriceQuestion> QUESTION =
            new EffectType<>(PriceQuestion::asText, PriceQuestion::of);

    private static final EffectType<BigDecimal> DECIMAL = new EffectType<>(Prices::write, Prices::read);

    private Prices() {}

    /**
     * Prices that are asked for once and then kept. A price is not negative and has at most 30 digits on each side of the
     * point.
     *
     * @param source who is asked
     * @param care how often, for how long, and how often again
     */
    public static Effect<PriceQuestion, Optional<BigDecimal>> effect(
            PriceSource source, UnaryOperator<EffectOptions<PriceQuestion, Optional<BigDecimal>>> care) {
        return Effect.createEffect(
                care.apply(EffectOptions.of(NAME, QUESTION, DECIMAL.optional())),
                (question, call) -> source.price(question));
    }

    private static String write(BigDecimal price) {
        if (price.signum() < 0
                || price.scale() > MOST_DIGITS
                || (long) price.precision() - price.scale() > MOST_DIGITS) {
            throw new IllegalArgumentException("a price is negative or has more than 30 digits");
        }
        return price.toPlainString();
    }

    private static BigDecimal read(String text) {
        if (!PRICE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a price");
        }
        return new BigDecimal(text);
    }
}
