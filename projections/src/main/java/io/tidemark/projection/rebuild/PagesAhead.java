package io.tidemark.projection.rebuild;

import io.tidemark.projection.store.JournalPages;
import io.tidemark.projection.store.PositionedEvent;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.IntSupplier;

/**
 * Reads a stretch of the journal a few pages ahead of whoever folds it, on a thread of its own: reading and decoding take
 * about as long as folding.
 */
final class PagesAhead<E> implements AutoCloseable {

    private static final int PAGES_AHEAD = 3;

    private final BlockingQueue<Page<E>> pages = new ArrayBlockingQueue<>(PAGES_AHEAD);
    private final Thread reader;

    /** A page, or why there is none. */
    private sealed interface Page<E> {}

    private record Events<E>(List<PositionedEvent<E>> events) implements Page<E> {}

    private record Failure<E>(RuntimeException reason) implements Page<E> {}

    /**
     * Begins to read the events after a seq, up to another.
     *
     * @param eventsAPage how many events the next page has at most; asked by the reading thread
     */
    PagesAhead(String name, JournalPages<E> journal, long after, long upTo, IntSupplier eventsAPage) {
        this.reader = Thread.ofPlatform()
                .name("tidemark-pages-" + name)
                .daemon()
                .start(() -> read(journal, after, upTo, eventsAPage));
    }

    private void read(JournalPages<E> journal, long after, long upTo, IntSupplier eventsAPage) {
        try {
            long seq = after;
            while (seq < upTo) {
                List<PositionedEvent<E>> page = journal.after(seq, (int) Math.min(eventsAPage.getAsInt(), upTo - seq));
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
