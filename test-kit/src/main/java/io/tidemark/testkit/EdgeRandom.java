package io.tidemark.testkit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;

/**
 * A seeded source of test data that prefers edges: most mistakes sit at 1, at the largest amount, at an instant that is
 * hit exactly or missed by a microsecond, and a uniform choice hardly ever goes there. The same seed gives the same
 * data on every machine. Not thread-safe.
 */
public final class EdgeRandom {

    private static final long[] AMOUNTS = {
        1,
        1,
        2,
        3,
        10,
        99,
        100,
        101,
        1_000_000,
        Integer.MAX_VALUE,
        1L << 53,
        Long.MAX_VALUE / 2,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
    };

    private static final int USUAL_AMOUNT = 1_000;

    private final long seed;
    private final Random random;

    /** Data for one seed. */
    public EdgeRandom(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** The seed that repeats this data. */
    public long seed() {
        return seed;
    }

    /** A number from 0 to {@code bound}, exclusive. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number between two, both inclusive. */
    public int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** True in so many of a hundred cases. */
    public boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    /** One of the choices, each as likely. */
    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** An amount from 1 to 2^63-1: mostly small, often an edge. */
    public long amount() {
        return percent(25) ? AMOUNTS[random.nextInt(AMOUNTS.length)] : 1L + random.nextInt(USUAL_AMOUNT);
    }

    /** An amount from 1 to 2^63-1 that is close to a given one, at or above 0. */
    public long amountNear(long amount) {
        long moved = amount + random.nextInt(3) - 1;
        return moved < 1 ? Math.max(amount, 1) : moved;
    }

    /** The instant itself, a microsecond to either side of it, or one that differs by less than a microsecond. */
    public Instant near(Instant instant) {
        return switch (random.nextInt(6)) {
            case 0 -> instant.minus(1, ChronoUnit.MICROS);
            case 1 -> instant.plus(1, ChronoUnit.MICROS);
            case 2 -> instant.plusNanos(999);
            default -> instant;
        };
    }
}
