package io.tidemark.projection.lots;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricedLotsTest {

    @ParameterizedTest
    @CsvSource({
        "100, 0.92, 92",
        "1, 0.5, 0",
        "3, 0.5, 2",
        "5, 0.5, 2",
        "1, 0.500000000000000000000000000001, 1",
        "7, 0, 0",
        "9223372036854775807, 1, 9223372036854775807",
        "9223372036854775807, 1.00000000000000000001, 9223372036854775807",
        "9223372036854775807, 1.0000000000000000001, ",
        "9223372036854775807, 999999999999999999999999999999, ",
        "2, 4611686018427387904, ",
        "4611686018427387904, 1.9999999999999999998, 9223372036854775807"
    })
    void a_value_is_exact_rounded_half_to_even_and_none_if_it_is_too_large(
            long amount, BigDecimal price, @Nullable Long value) {
        assertThat(PricedLots.value(amount, price)).isEqualTo(value);
    }
}
