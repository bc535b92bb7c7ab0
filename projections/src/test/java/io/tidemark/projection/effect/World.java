package io.tidemark.projection.effect;

import io.tidemark.projection.store.Door;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The world outside: answers {@code x} with {@code X}, writes down who called, and can be held up. Thread-safe. */
final class World implements EffectHandler<String, String> {

    final Door door = new Door();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final Map<String, Integer> failing = new ConcurrentHashMap<>();
    final List<String> uncached = new CopyOnWriteArrayList<>();

    static EffectOptions<String, String> options(String name) {
        return EffectOptions.of(name, EffectType.text(), EffectType.text());
    }

    Effect<String, String> effect(String name) {
        return Effect.createEffect(options(name), this);
    }

    /** So many calls for the input will fail. */
    void fail(String input, int times) {
        failing.put(input, times);
    }

    @Override
    public String call(String input, EffectCall call) throws Exception {
        calls.add(input);
        door.pass();
        int left = failing.merge(input, -1, Integer::sum);
        if (left >= 0) {
            throw new java.io.IOException("no line to " + input);
        }
        if (uncached.contains(input)) {
            call.cache(false);
        }
        return input.toUpperCase(java.util.Locale.ROOT);
    }
}
