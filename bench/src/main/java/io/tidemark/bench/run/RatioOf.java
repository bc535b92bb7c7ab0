package io.tidemark.bench.run;

import java.util.Optional;

/**
 * A ratio of two values of one round.
 *
 * @param name its name in the result file
 * @param over the value above the line
 * @param under the value below it
 */
public record RatioOf(String name, String over, String under) {

    Optional<Double> in(Round round) {
        return round.value(over).flatMap(above -> round.value(under).map(below -> above / below));
    }
}
