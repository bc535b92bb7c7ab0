package io.tidemark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EdgeRandomTest {

    @Test
    void the_same_seed_gives_the_same_data() {
        assertThat(amounts(7)).isEqualTo(amounts(7)).isNotEqualTo(amounts(8));
        assertThat(new EdgeRandom(7).seed()).isEqualTo(7);
    }

    @Test
    void amounts_are_positive_and_reach_both_ends() {
        assertThat(amounts(1)).allMatch(amount -> amount >= 1).contains(1L, 2L, Long.MAX_VALUE - 1, Long.MAX_VALUE);
    }

    @Test
    void amounts_near_another_stay_amounts() {
        EdgeRandom random = new EdgeRandom(1);
        Set<Long> nearMost = draw(() -> random.amountNear(Long.MAX_VALUE));
        Set<Long> nearNothing = draw(() -> random.amountNear(0));
        Set<Long> nearSome = draw(() -> random.amountNear(50));

        assertThat(nearMost).containsExactlyInAnyOrder(Long.MAX_VALUE - 1, Long.MAX_VALUE);
        assertThat(nearNothing).containsExactly(1L);
        assertThat(nearSome).containsExactlyInAnyOrder(49L, 50L, 51L);
    }

    @Test
    void instants_near_another_are_within_a_microsecond_and_often_equal() {
        EdgeRandom random = new EdgeRandom(1);
        Instant instant = Instant.parse("2026-03-01T00:00:00Z");
        List<Instant> near =
                Stream.generate(() -> random.near(instant)).limit(1_000).toList();

        assertThat(near)
                .allSatisfy(other -> assertThat(Duration.between(instant, other).abs())
                        .isLessThanOrEqualTo(Duration.ofNanos(1_000)));
        assertThat(near).filteredOn(instant::equals).hasSizeGreaterThan(300);
        assertThat(Set.copyOf(near)).hasSize(4);
    }

    private static List<Long> amounts(long seed) {
        EdgeRandom random = new EdgeRandom(seed);
        return LongStream.generate(random::amount).limit(1_000).boxed().toList();
    }

    private static Set<Long> draw(LongSupplier source) {
        return LongStream.generate(source).limit(200).boxed().collect(Collectors.toCollection(TreeSet::new));
    }
}
