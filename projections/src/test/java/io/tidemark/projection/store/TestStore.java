package io.tidemark.projection.store;

import io.tidemark.projection.store.Items.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A store of the test projection that numbers its events, and remembers what its listener was told. */
final class TestStore implements AutoCloseable {

    static final StoreSettings ROOMY = new StoreSettings(
            1_000_000, Long.MAX_VALUE, 1, Duration.ofSeconds(60), Duration.ofMillis(1), Duration.ZERO);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final HeldStorage storage;
    final ProjectionStore<Act> store;
    final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
    final List<Long> committed = new CopyOnWriteArrayList<>();

    TestStore() {
        this(new HeldStorage(), ROOMY);
    }

    TestStore(HeldStorage storage, StoreSettings settings) {
        this.storage = storage;
        this.store = ProjectionStore.open(Items.projection(), storage, settings, new Listener());
    }

    /** A store that has room for so many rows. */
    static TestStore withRoomFor(long rows) {
        return withRoomFor(rows, new HeldStorage());
    }

    static TestStore withRoomFor(long rows, HeldStorage storage) {
        return new TestStore(storage, ROOMY.within(rows, 0));
    }

    /** Processes a batch without history. */
    void process(Act... acts) {
        process(false, acts);
    }

    /** Processes a batch. */
    void process(boolean keepsHistory, Act... acts) {
        List<PositionedEvent<Act>> batch = new ArrayList<>();
        for (Act act : acts) {
            batch.add(new PositionedEvent<>(store.processed() + batch.size() + 1L, Instant.EPOCH, act));
        }
        try {
            store.process(batch, keepsHistory);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Processes a batch of one event that looks at the tables. */
    <T> T ask(Function<Items, T> question) {
        AtomicReference<T> answer = new AtomicReference<>();
        process(items -> answer.set(question.apply(items)));
        return answer.get();
    }

    /** The tokens of a row, -1 if there is none. */
    long tokens(String id) {
        return ask(items -> {
            Item item = items.rows().get(id);
            return item == null ? -1 : item.tokens();
        });
    }

    /** The rows that meet the conditions. */
    List<Item> where(Filter<Item> filter) {
        return ask(items -> items.rows().getWhere(filter));
    }

    boolean flush() {
        try {
            return store.flush(PATIENCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs something on a thread of its own, and returns once it runs. */
    static Thread inBackground(Runnable task) {
        CountDownLatch started = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            started.countDown();
            task.run();
        });
        try {
            started.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return thread;
    }

    /** Returns once the thread has ended. */
    static void awaitEnd(Thread thread) {
        try {
            if (!thread.join(PATIENCE)) {
                throw new AssertionError("the thread hangs");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns once the thread waits for something. */
    static void awaitWaiting(Thread thread) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (thread.getState() != Thread.State.WAITING) {
            if (System.nanoTime() > deadline || !thread.isAlive()) {
                throw new AssertionError("the thread does not wait, it is " + thread.getState());
            }
            Thread.onSpinWait();
        }
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        storage.writeDoor().open();
        storage.readDoor().open();
        store.close();
    }

    /** Writes down what it is told. */
    private final class Listener implements StoreListener {

        @Override
        public void failed(RuntimeException reason) {
            failures.add(reason);
        }

        @Override
        public void committed(long seq, List<TableChanges<?, ?>> changes) {
            committed.add(seq);
        }
    }
}
