package io.tidemark.server.http.movements;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Runs pieces of work on virtual threads, so that those which share a key run one after the other in the order of
 * their submission, and others side by side. Pieces are submitted by one thread. It remembers only keys of work that is
 * not done.
 */
final class OrderedWork {

    private final ConcurrentHashMap<String, CompletableFuture<?>> lastOfKey = new ConcurrentHashMap<>();

    /**
     * Runs a piece of work after all earlier ones that share a key.
     *
     * @param keys what it must not overtake others on
     * @param work the work
     */
    <T> CompletableFuture<T> submit(Set<String> keys, Supplier<T> work) {
        CompletableFuture<?>[] earlier = keys.stream()
                .map(lastOfKey::get)
                .filter(before -> before != null)
                .distinct()
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<T> done = CompletableFuture.allOf(earlier)
                .handleAsync((nothing, failure) -> work.get(), Thread::startVirtualThread);
        keys.forEach(key -> lastOfKey.put(key, done));
        return done.whenComplete((result, failure) -> keys.forEach(key -> lastOfKey.remove(key, done)));
    }
}
