package io.tidemark.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void the_median_of_an_odd_number_of_runs_is_the_middle_one() {
        assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(3, 2, 1, 9));
    }

    @Test
    void the_median_of_an_even_number_of_runs_lies_between_the_middle_two() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 8.0))).isEqualTo(new Spread(4, 3, 1, 8));
    }

    @Test
    void one_run_is_its_own_spread() {
        assertThat(Spread.of(List.of(5.0))).isEqualTo(new Spread(1, 5, 5, 5));
    }

    @Test
    void no_run_and_a_figure_that_is_none_are_errors() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Spread.of(List.of(1.0, Double.NaN))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Spread.of(List.of(Double.POSITIVE_INFINITY)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
