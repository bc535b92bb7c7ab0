package io.tidemark.projection.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.projection.store.HeldStorage;
import io.tidemark.projection.store.StoreFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several who ask at once, and how often they may call. */
@Timeout(60)
class EffectsTogetherTest {

    private static final RateLimit TWO_A_MINUTE = new RateLimit(2, Duration.ofMinutes(1));

    private final World world = new World();
    private final HeldStorage storage = new HeldStorage();

    @Test
    void e5_two_stores_that_ask_for_the_same_at_once_share_one_call() throws InterruptedException {
        Effect<String, String> price = world.effect("price");
        world.door.close();
        try (EffectStore live = new EffectStore(storage, price);
                EffectStore rebuild = new EffectStore(new HeldStorage(), price)) {
            Thread first = Thread.ofPlatform().start(() -> live.ask("price", "1/x"));
            world.door.awaitSomebody();
            Thread second = Thread.ofPlatform().start(() -> rebuild.ask("price", "1/x"));
            while (price.metrics().inFlightHits() == 0) {
                Thread.sleep(1);
            }
            world.door.open();
            first.join();
            second.join();
            live.ask("price", "2/x");
            live.ask("price", "1/x");

            assertThat(world.calls).containsExactly("1/x", "2/x");
            assertThat(live.answers()).containsEntry("price 1/x", "1/X");
            assertThat(rebuild.answers()).containsEntry("price 1/x", "1/X");
            assertThat(rebuild.kept()).extracting(EffectRow::input).containsExactly("1/x");
        }
    }

    @Test
    void inputs_of_a_batch_are_called_for_side_by_side_but_no_more_than_allowed() throws InterruptedException {
        Effect<String, String> price =
                Effect.createEffect(World.options("price").limited(RateLimit.NONE, 3), world);
        world.door.close();
        try (EffectStore store = new EffectStore(storage, price)) {
            Thread asker = Thread.ofPlatform().start(() -> store.ask("price", "a", "b", "c", "d", "e"));
            await(price, 3, 2);
            world.door.open();
            asker.join();
            assertThat(price.metrics().active()).isZero();
            assertThat(price.metrics().queued()).isZero();
            assertThat(store.answers()).hasSize(5);
        }
    }

    @Test
    void e9_calls_above_the_limit_wait_for_the_next_window() throws InterruptedException {
        ManualTime time = new ManualTime();
        Effect<String, String> price = new Effect<>(World.options("price").limited(TWO_A_MINUTE, 16), world, time);
        world.door.close();
        try (EffectStore store = new EffectStore(storage, price)) {
            Thread asker = Thread.ofPlatform().start(() -> store.ask("price", "a", "b", "c", "d", "e", "f"));
            await(price, 2, 4);
            world.door.open();
            for (int window = 1; window <= 2; window++) {
                time.awaitSleepers(6 - 2 * window);
                awaitCalls(2 * window);
                assertThat(world.calls).hasSize(2 * window);
                time.pass(Duration.ofMinutes(1));
            }
            asker.join();
            assertThat(world.calls).hasSize(6);
            assertThat(price.metrics().queued()).isZero();
            assertThat(store.answers()).hasSize(6).containsEntry("price f", "F");
        }
    }

    @Test
    void e10_one_call_a_window_goes_out_at_a_time() throws InterruptedException {
        ManualTime time = new ManualTime();
        Effect<String, String> price =
                new Effect<>(World.options("price").limited(new RateLimit(1, Duration.ofMinutes(1)), 16), world, time);
        world.door.close();
        try (EffectStore store = new EffectStore(storage, price)) {
            Thread asker = Thread.ofPlatform().start(() -> store.ask("price", "a", "b", "c", "d"));
            await(price, 1, 3);
            world.door.open();
            for (int left = 3; left > 0; left--) {
                time.awaitSleepers(left);
                time.pass(Duration.ofMinutes(1));
            }
            asker.join();
            assertThat(price.metrics().calls()).isEqualTo(4);
        }
    }

    @Test
    void e12_a_store_that_begins_anew_does_not_get_a_new_budget() throws InterruptedException {
        ManualTime time = new ManualTime();
        Effect<String, String> price = new Effect<>(World.options("price").limited(TWO_A_MINUTE, 16), world, time);
        try (EffectStore store = new EffectStore(storage, price)) {
            store.ask("price", "a", "b");
        }
        try (EffectStore store = new EffectStore(storage, price)) {
            Thread asker = Thread.ofPlatform().start(() -> store.ask("price", "c"));
            time.awaitSleepers(1);
            assertThat(world.calls).hasSize(2);
            assertThat(price.metrics().queued()).isEqualTo(1);
            time.pass(Duration.ofMinutes(1));
            asker.join();
            assertThat(world.calls).hasSize(3);
        }
    }

    @Test
    void e13_what_a_store_knew_goes_with_it_and_what_the_effect_has_counted_stays() {
        Effect<String, String> price = world.effect("price");
        storage.next(HeldStorage.Outcome.REFUSED);
        try (EffectStore store = new EffectStore(storage, price)) {
            store.ask("price", "a");
            store.awaitFailure();
        }
        try (EffectStore store = new EffectStore(storage, price)) {
            assertThat(store.store.objects()).isZero();
            assertThat(price.metrics().calls()).isEqualTo(1);
            assertThat(price.metrics().stored()).isEqualTo(1);
            store.ask("price", "a");
            assertThat(price.metrics().databaseHits()).isEqualTo(1);
            assertThat(price.metrics().calls()).isEqualTo(1);
        }
    }

    @Test
    void a_store_that_is_closed_does_not_wait_for_an_answer_and_the_next_one_gets_it() throws InterruptedException {
        Effect<String, String> price = world.effect("price");
        world.door.close();
        EffectStore store = new EffectStore(storage, price);
        AtomicReference<RuntimeException> end = new AtomicReference<>();
        Thread asker = Thread.ofPlatform().start(() -> {
            try {
                store.ask("price", "a");
            } catch (RuntimeException e) {
                end.set(e);
            }
        });
        world.door.awaitSomebody();
        store.close();
        asker.join();
        assertThat(end.get()).isInstanceOf(StoreFailedException.class);

        try (EffectStore next = new EffectStore(storage, price)) {
            world.door.open();
            next.ask("price", "a");
            assertThat(next.answers()).containsEntry("price a", "A");
        }
        assertThat(world.calls).containsExactly("a");
    }

    @Test
    void what_was_processed_before_becomes_durable_while_a_batch_waits_for_its_answers() throws InterruptedException {
        Effect<String, String> price = world.effect("price");
        try (EffectStore store = new EffectStore(storage, price)) {
            store.ask("price", "a");
            world.door.close();
            Thread asker = Thread.ofPlatform().start(() -> store.ask("price", "b"));
            world.door.awaitSomebody();
            store.flush();
            assertThat(storage.watermark()).isEqualTo(1);
            world.door.open();
            asker.join();
        }
    }

    @Test
    void a_database_that_is_away_ends_the_batch_and_costs_no_call() {
        Effect<String, String> price = world.effect("price");
        try (EffectStore store = new EffectStore(storage, price)) {
            store.ask("price", "a");
            store.flush();
            storage.failReads(1_000);
            assertThatThrownBy(() -> store.ask("price", "b")).isInstanceOf(StoreFailedException.class);
        }
        storage.failReads(0);
        try (EffectStore store = new EffectStore(storage, price)) {
            store.ask("price", "b");
        }
        assertThat(world.calls).containsExactly("a", "b");
    }

    @Test
    void windows_begin_with_a_call_and_take_so_many() {
        RateWindow window = new RateWindow(new RateLimit(2, Duration.ofNanos(10)));

        List<Long> waits = new ArrayList<>();
        for (long now : new long[] {100, 105, 106, 107, 107, 127, 145, 146, 147}) {
            waits.add(window.reserve(now));
        }

        assertThat(waits).containsExactly(0L, 0L, 4L, 3L, 13L, 0L, 0L, 0L, 8L);
    }

    private static void await(Effect<?, ?> effect, int active, int queued) throws InterruptedException {
        while (effect.metrics().active() != active || effect.metrics().queued() != queued) {
            Thread.sleep(1);
        }
    }
    /** Those that do not sleep are still on their way. */
    private void awaitCalls(int calls) throws InterruptedException {
        while (world.calls.size() < calls) {
            Thread.sleep(1);
        }
    }
}
