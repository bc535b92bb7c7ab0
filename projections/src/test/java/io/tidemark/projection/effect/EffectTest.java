package io.tidemark.projection.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.projection.store.HeldStorage;
import io.tidemark.projection.store.StoreFailedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Where answers come from, and what is kept of them. */
class EffectTest {

    private final HeldStorage storage = new HeldStorage();
    private final World world = new World();
    private final Effect<String, String> price = world.effect("price");

    @Test
    void e1_answers_of_a_cached_effect_are_stored_and_others_are_not() {
        World other = new World();
        Effect<String, String> chat = Effect.createEffect(World.options("chat").cached(false), other);
        try (EffectStore store = new EffectStore(storage, price, chat)) {
            store.ask("chat", "hi");
            store.ask("price", "a", "b");
            store.flush();

            assertThat(chat.metrics().calls()).isEqualTo(1);
            assertThat(price.metrics().calls()).isEqualTo(2);
            assertThat(price.metrics().stored()).isEqualTo(2);
            assertThat(chat.metrics().stored()).isZero();
            assertThat(storage.loads())
                    .allSatisfy(keys -> assertThat(keys.toString()).doesNotContain("EffectKey"));
            assertThat(store.kept()).extracting(EffectRow::input).containsExactlyInAnyOrder("a", "b");
            assertThat(store.answers()).containsEntry("price a", "A").containsEntry("chat hi", "HI");
        }
    }

    @Test
    void e2_a_restart_counts_calls_anew_and_knows_what_is_stored() {
        keepTwo();

        Effect<String, String> again = world.effect("price");
        try (EffectStore store = new EffectStore(storage, again)) {
            assertThat(again.metrics().calls()).isZero();
            assertThat(again.metrics().stored()).isEqualTo(2);
            store.ask("price", "a", "b");
            assertThat(again.metrics().databaseHits()).isEqualTo(2);
        }
        assertThat(world.calls).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void e3_stored_answers_of_another_version_are_used_if_they_are_valid_and_asked_for_again_if_not() {
        keepTwo();
        World newer = new World();
        Effect<String, String> second = Effect.createEffect(
                EffectOptions.of("price", EffectType.text(), EffectType.text().where(text -> !text.equals("B")))
                        .version(2),
                (input, call) -> newer.call(input, call) + "2");
        int before = storage.loads().size();

        try (EffectStore store = new EffectStore(storage, second)) {
            store.ask("price", "a", "b");

            assertThat(storage.loads().subList(before, storage.loads().size()))
                    .filteredOn(keys -> keys.toString().contains("EffectKey"))
                    .singleElement()
                    .satisfies(keys -> assertThat(keys).hasSize(2));
            assertThat(newer.calls).containsExactly("b");
            assertThat(store.answers()).contains(entry("price a", "A"), entry("price b", "B2"));
            assertThat(second.metrics().invalidations()).isEqualTo(1);
            assertThat(second.metrics().databaseHits()).isEqualTo(1);
            assertThat(second.metrics().stored()).isEqualTo(2);
            assertThat(store.kept()).extracting(EffectRow::output).containsExactlyInAnyOrder("A", "B2");
            assertThat(store.kept()).extracting(EffectRow::version).containsExactlyInAnyOrder(1, 2);
        }
    }

    private void keepTwo() {
        try (EffectStore store = new EffectStore(storage, price)) {
            store.ask("price", "a", "b");
            store.flush();
        }
    }

    @Test
    void e4_that_there_is_no_answer_is_an_answer() {
        AtomicInteger calls = new AtomicInteger();
        EffectOptions<String, Optional<String>> options =
                EffectOptions.of("maybe", EffectType.text(), EffectType.text().optional());
        for (int start = 0; start < 2; start++) {
            Effect<String, Optional<String>> maybe = Effect.createEffect(options, (input, call) -> {
                calls.incrementAndGet();
                return Optional.empty();
            });
            try (EffectStore store = new EffectStore(storage, maybe)) {
                store.ask("maybe", "a");
                store.ask("maybe", "a");
                assertThat(store.answers()).containsEntry("maybe a", "Optional.empty");
            }
        }

        assertThat(calls).hasValue(1);
    }

    @Test
    void e7_a_call_may_say_that_its_answer_is_not_to_be_kept() {
        world.uncached.add("a");
        try (EffectStore store = new EffectStore(storage, price)) {
            store.ask("price", "a", "b");
            store.ask("price", "a", "b");
            store.flush();

            assertThat(world.calls).containsExactlyInAnyOrder("a", "b");
            assertThat(store.kept()).extracting(EffectRow::input).containsExactly("b");
        }
        try (EffectStore store = new EffectStore(storage, world.effect("price"))) {
            store.ask("price", "a", "b");
        }
        assertThat(world.calls).containsExactlyInAnyOrder("a", "b", "a");
    }

    @Test
    void e8_a_call_that_fails_is_the_trouble_of_those_who_asked_for_it_and_is_not_remembered() {
        world.fail("b", 1);
        try (EffectStore store = new EffectStore(storage, price)) {
            store.process(
                    Asked.of("price", "a"),
                    Asked.of("price", "b").catching(),
                    Asked.of("price", "c").unannounced());
            store.flush();

            assertThat(store.answers())
                    .contains(entry("price a", "A"), entry("price c", "C"))
                    .hasEntrySatisfying("price b", text -> assertThat(text).startsWith("failed:"));
            assertThat(store.kept()).extracting(EffectRow::input).containsExactlyInAnyOrder("a", "c");

            store.ask("price", "b");
            assertThat(store.answers()).containsEntry("price b", "B");
            assertThat(price.metrics().failures()).isEqualTo(1);
        }
    }

    @Test
    void e18_what_went_wrong_reaches_whoever_had_the_batch_processed() {
        world.fail("a", 1);
        try (EffectStore store = new EffectStore(storage, price)) {
            assertThatThrownBy(() -> store.ask("price", "a"))
                    .isInstanceOf(StoreFailedException.class)
                    .hasRootCauseMessage("no line to a")
                    .cause()
                    .isInstanceOf(EffectFailedException.class)
                    .hasMessage("the effect 'price' has no answer: no line to a");
            assertThat(store.failures).hasSize(1).first().isInstanceOf(EffectFailedException.class);
            assertThat(storage.watermark()).isZero();
        }
    }

    @Test
    void a_call_is_repeated_as_often_as_is_allowed() {
        world.fail("a", 2);
        Effect<String, String> patient =
                Effect.createEffect(World.options("price").retry(3, Duration.ZERO), world);
        try (EffectStore store = new EffectStore(storage, patient)) {
            store.ask("price", "a");

            assertThat(store.answers()).containsEntry("price a", "A");
        }
        assertThat(world.calls).containsExactly("a", "a", "a");
        assertThat(patient.metrics().failures()).isEqualTo(2);
    }

    @Test
    void a_call_that_takes_too_long_is_given_up_and_its_thread_is_told() throws InterruptedException {
        java.util.concurrent.CountDownLatch told = new java.util.concurrent.CountDownLatch(1);
        Effect<String, String> slow =
                Effect.createEffect(World.options("slow").timeout(Duration.ofMillis(1)), (input, call) -> {
                    try {
                        Thread.sleep(Duration.ofDays(1));
                    } catch (InterruptedException e) {
                        told.countDown();
                    }
                    return input;
                });
        try (EffectStore store = new EffectStore(storage, slow)) {
            store.process(Asked.of("slow", "a").catching());

            assertThat(store.answers().get("slow a")).contains("nothing came within PT0.001S");
        }
        assertThat(told.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void answers_are_durable_before_rows_that_depend_on_them_and_are_stamped_together_with_those() {
        storage.writeDoor().close();
        try (EffectStore store = new EffectStore(storage, price)) {
            store.ask("price", "x", "a");
            assertThat(store.kept()).extracting(EffectRow::seq).containsExactly(0L, 0L);
            assertThat(storage.watermark()).isZero();

            storage.writeDoor().open();
            store.flush();
            assertThat(store.kept()).extracting(EffectRow::input).containsExactly("a", "x");
            assertThat(store.kept()).extracting(EffectRow::seq).containsExactly(2L, 1L);
            assertThat(storage.writes()).hasSize(1);
            assertThat(storage.keeps()).isPositive();
        }
    }

    @Test
    void an_answer_whose_asker_died_is_used_by_the_next_and_stamped_by_it() {
        storage.next(HeldStorage.Outcome.REFUSED);
        try (EffectStore store = new EffectStore(storage, price)) {
            store.ask("price", "a");
            store.awaitFailure();
        }
        assertThat(storage.watermark()).isZero();

        try (EffectStore store = new EffectStore(storage, world.effect("price"))) {
            store.ask("price", "a");
            store.flush();
            assertThat(store.kept()).extracting(EffectRow::seq).containsExactly(1L);
        }
        assertThat(world.calls).containsExactly("a");
    }

    @Test
    void the_answer_that_another_node_stored_first_counts() {
        try (EffectStore store = new EffectStore(storage, price)) {
            EffectKey key = EffectKey.of("price", "a");
            storage.keep(EffectTables.ROWS, java.util.List.of(new EffectRow(key, "a", 1, "from elsewhere", 7)), false);

            store.ask("price", "a");

            assertThat(store.answers()).containsEntry("price a", "from elsewhere");
            assertThat(store.kept()).extracting(EffectRow::seq).containsExactly(7L);
        }
    }

    @Test
    void what_has_left_memory_is_found_in_the_database() {
        try (EffectStore store = new EffectStore(storage, 3, price)) {
            for (int i = 0; i < 50; i++) {
                store.ask("price", "p" + i);
            }
            store.flush();
            assertThat(store.kept()).hasSize(50);
        }
        assertThat(world.calls).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void text_that_cannot_be_stored_is_left_out_of_answers_at_once_and_refused_in_inputs() {
        Effect<String, String> odd = Effect.createEffect(World.options("odd"), (input, call) -> "a\0b\uD800c");
        try (EffectStore store = new EffectStore(storage, odd)) {
            store.ask("odd", "a");
            assertThat(store.answers()).containsEntry("odd a", "abc");
            assertThatThrownBy(() -> store.ask("odd", "a\0")).cause().isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_long_input_is_known_by_its_hash_and_two_inputs_never_by_the_same() {
        String hash = EffectKey.of("e", "x".repeat(10_000)).input();

        assertThat(hash).hasSize(65).startsWith("#");
        assertThat(EffectKey.of("e", hash).input()).isEqualTo("=" + hash);
    }

    @Test
    void an_effect_has_a_name_that_is_safe_everywhere() {
        for (String name : new String[] {"", ".x", "a b", "a/b", "é", "x".repeat(101)}) {
            assertThatThrownBy(() -> world.effect(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
