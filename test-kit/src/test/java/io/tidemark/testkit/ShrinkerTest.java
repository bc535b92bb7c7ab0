package io.tidemark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    @Test
    void only_the_steps_that_the_failure_needs_are_left() {
        assertThat(Shrinker.shrink(HUNDRED, steps -> steps.contains(3) && steps.contains(77)))
                .containsExactly(3, 77);
    }

    @Test
    void a_failure_of_many_steps_is_cut_to_as_many_as_it_needs() {
        assertThat(Shrinker.shrink(HUNDRED, steps -> steps.size() >= 17)).hasSize(17);
    }

    @Test
    void a_failure_that_needs_no_steps_is_cut_to_none() {
        assertThat(Shrinker.shrink(HUNDRED, steps -> true)).isEmpty();
    }

    @Test
    void steps_keep_their_order() {
        List<Integer> shrunk = Shrinker.shrink(
                HUNDRED, steps -> steps.stream().filter(step -> step % 10 == 0).count() == 10);
        assertThat(shrunk).isSorted().hasSize(10);
    }

    @Test
    void far_fewer_parts_are_tried_than_there_are() {
        AtomicInteger tried = new AtomicInteger();
        List<Integer> many = new ArrayList<>(IntStream.range(0, 5_000).boxed().toList());
        Shrinker.shrink(many, steps -> {
            tried.incrementAndGet();
            return steps.contains(4_321);
        });
        assertThat(tried).hasValueLessThan(100);
    }
}
