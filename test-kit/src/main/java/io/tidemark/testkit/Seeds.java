package io.tidemark.testkit;

import java.util.List;
import java.util.stream.LongStream;

/** Which seeds a random test runs: the ones that it names, or the one that {@code -Dtidemark.seed=…} names. */
public final class Seeds {

    /** Name of the system property that repeats one seed. */
    public static final String PROPERTY = "tidemark.seed";

    private Seeds() {}

    /** The seeds to run, one or more. */
    public static List<Long> orElse(long... usual) {
        Long asked = Long.getLong(PROPERTY);
        return asked == null ? LongStream.of(usual).boxed().toList() : List.of(asked);
    }

    /** What to say in a failure, so that it can be repeated. */
    public static String howToRepeat(long seed) {
        return "repeat with -D" + PROPERTY + "=" + seed;
    }
}
