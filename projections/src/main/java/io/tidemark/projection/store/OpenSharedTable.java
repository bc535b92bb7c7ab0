package io.tidemark.projection.store;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A shared table of an open store. */
final class OpenSharedTable<K, R> implements SharedTable<K, R> {

    private final MemoryTable<K, R> memory;
    private final StoreContext context;
    private final CompletableFuture<Boolean> ended;

    OpenSharedTable(MemoryTable<K, R> memory, StoreContext context, CompletableFuture<Boolean> ended) {
        this.memory = memory;
        this.context = context;
        this.ended = ended;
    }

    @Override
    public @Nullable R peek(K key) {
        return memory.isUnknown(key) ? null : memory.get(key);
    }

    @Override
    public List<R> load(Collection<K> keys) {
        List<R> found = context.load(memory.definition(), keys);
        context.metrics().loaded(keys.size(), found.size());
        found.forEach(row -> memory.seed(memory.definition().keyOf(row), row));
        return found;
    }

    @Override
    public long count(Filter<R> filter) {
        return context.count(memory.definition(), filter);
    }

    @Override
    public List<R> keep(List<R> rows, boolean replaces) {
        return context.keep(memory.definition(), rows, replaces);
    }

    @Override
    public long seq() {
        return context.changingSeq(memory.definition());
    }

    @Override
    public void whenEnded(Runnable action) {
        CompletableFuture<?> unused = ended.thenRun(action);
    }

    @Override
    public @Nullable R get(K key) {
        return memory.get(key);
    }

    @Override
    public R getOrThrow(K key, Supplier<String> message) {
        return memory.getOrThrow(key, message);
    }

    @Override
    public R getOrCreate(K key, Function<? super K, ? extends R> make) {
        return memory.getOrCreate(key, make);
    }

    @Override
    public List<R> getWhere(Filter<R> filter) {
        return memory.getWhere(filter);
    }

    @Override
    public void insert(R row) {
        memory.insert(row);
    }

    @Override
    public void set(R row) {
        memory.set(row);
    }

    @Override
    public void delete(K key) {
        memory.delete(key);
    }
}
