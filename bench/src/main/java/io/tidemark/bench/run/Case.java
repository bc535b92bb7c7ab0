package io.tidemark.bench.run;

import io.tidemark.bench.report.Figure;
import java.util.List;

/** Something to measure: one or more figures that come from one arrangement. Used by one thread. */
public interface Case {

    /** The figures it can measure. */
    List<Figure> figures();

    /**
     * The figures that a benchmark of everything has at a scale. What takes long is no part of the quick one, unless it
     * is asked for by name.
     */
    default List<Figure> figuresAt(Scale scale) {
        return figures();
    }

    /** Loads and compiles what the first run would otherwise pay for. */
    default void warmUp() throws Exception {}

    /** Measures each figure that was asked for once. */
    void run(Round round) throws Exception;

    /** Gives back what it kept between rounds. */
    default void close() {}
}
