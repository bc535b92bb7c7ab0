package io.tidemark.projection.effect;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What an effect is called, what it takes and gives, and how careful it is with whom it calls. Immutable.
 *
 * @param name stable, one effect each in a ledger: letters, digits, {@code _ - .}, no dot at the beginning, at most 100
 * @param input what is asked
 * @param output what is answered
 * @param version of the output: answers that were kept under another one are checked before they are used
 * @param isCached whether answers are kept
 * @param rateLimit how often it calls at most
 * @param callsAtOnce calls that are under way at once at most
 * @param timeout after how long a call is given up
 * @param attempts calls for one input at most, before the asker hears of the last one's failure
 * @param firstPause pause before the second attempt; doubles with each further one
 * @param <I> inputs
 * @param <O> outputs
 */
public record EffectOptions<I, O>(
        String name,
        EffectType<I> input,
        EffectType<O> output,
        int version,
        boolean isCached,
        RateLimit rateLimit,
        int callsAtOnce,
        Duration timeout,
        int attempts,
        Duration firstPause) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}");

    private static final int CALLS_AT_ONCE = 16;

    /** Refuses what makes no sense. */
    public EffectOptions {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("an effect cannot be called '" + name + "'");
        }
        if (version < 1 || callsAtOnce < 1 || attempts < 1) {
            throw new IllegalArgumentException("version, calls at once and attempts of '" + name + "' begin with 1");
        }
        if (!timeout.isPositive() || firstPause.isNegative()) {
            throw new IllegalArgumentException("the time-out and the pause of '" + name + "' are in the past");
        }
    }

    /** An effect of version 1 whose answers are kept, called once for an input, without a limit, for ten seconds. */
    public static <I, O> EffectOptions<I, O> of(String name, EffectType<I> input, EffectType<O> output) {
        return new EffectOptions<>(
                name,
                input,
                output,
                1,
                true,
                RateLimit.NONE,
                CALLS_AT_ONCE,
                Duration.ofSeconds(10),
                1,
                Duration.ofMillis(200));
    }

    /** The same with another version of the output. */
    public EffectOptions<I, O> version(int other) {
        return new EffectOptions<>(
                name, input, output, other, isCached, rateLimit, callsAtOnce, timeout, attempts, firstPause);
    }

    /** The same, with or without answers being kept. */
    public EffectOptions<I, O> cached(boolean other) {
        return new EffectOptions<>(
                name, input, output, version, other, rateLimit, callsAtOnce, timeout, attempts, firstPause);
    }

    /** The same with at most so many calls in a time, and so many at once. */
    public EffectOptions<I, O> limited(RateLimit limit, int atOnce) {
        return new EffectOptions<>(
                name, input, output, version, isCached, limit, atOnce, timeout, attempts, firstPause);
    }

    /** The same with another time-out of each call. */
    public EffectOptions<I, O> timeout(Duration other) {
        return new EffectOptions<>(
                name, input, output, version, isCached, rateLimit, callsAtOnce, other, attempts, firstPause);
    }

    /** The same with so many attempts. */
    public EffectOptions<I, O> retry(int calls, Duration pause) {
        return new EffectOptions<>(
                name, input, output, version, isCached, rateLimit, callsAtOnce, timeout, calls, pause);
    }
}
