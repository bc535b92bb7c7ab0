package io.tidemark.projection.rebuild;

import io.tidemark.projection.store.JournalPages;
import io.tidemark.projection.store.PositionedEvent;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads a stretch of the journal a few pages ahead of whoever folds it, on a thread of its own: reading and decoding take
 * about as long as folding.
 */
final class PagesAhead<E> implements AutoCloseable {

    /** Events a page: large enough that a round trip does not count, small enough to be a batch of a store. */
    static final int PAGE_EVENTS = 5_000;

    private static final int PAGES_AHEAD = 3;

    private final BlockingQueue<Page<E>> pages = new ArrayBlockingQueue<>(PAGES_AHEAD);
    private final Thread reader;

    /** A page, or why there is none. */
    private sealed interface Page<E> {}

    private record Events<E>(List<PositionedEvent<E>> events) implements Page<E> {}

    private record Failure<E>(RuntimeException reason) implements Page<E> {}

    /** Begins to read the events after a seq, up to another. */
    PagesAhead(String name, JournalPages<E> journal, long after, long upTo) {
        this.reader =
                Thread.ofPlatform().name("tidemark-pages-" + name).daemon().start(() -> read(journal, after, upTo));
    }

    private void read(JournalPages<E> journal, long after, long upTo) {
        try {
            long seq = after;
            while (seq < upTo) {
                List<PositionedEvent<E>> page = journal.after(seq, (int) Math.min(PAGE_EVENTS, upTo - seq));
                if (page.isEmpty()) {
                    throw new IllegalStateException("the journal ends at seq " + seq + " before seq " + upTo);
                }
                pages.put(new Events<>(page));
                seq = page.getLast().seq();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            // Whoever waits for the next page must not wait for ever, say for a heap that was full.
            fail(new IllegalStateException("the journal cannot be read: " + e, e));
        }
    }

    private void fail(RuntimeException reason) {
        try {
            pages.put(new Failure<>(reason));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next page. There must be one. */
    List<PositionedEvent<E>> next() throws InterruptedException {
        return switch (pages.take()) {
            case Events<E> page -> page.events();
            case Failure<E> failure -> throw failure.reason();
        };
    }

    @Override
    public void close() {
        reader.interrupt();
    }
}
