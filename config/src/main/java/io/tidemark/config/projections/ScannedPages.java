package io.tidemark.config.projections;

import io.tidemark.config.serialization.EventReader;
import io.tidemark.config.serialization.LedgerSerializer;
import io.tidemark.journal.JournalPage;
import io.tidemark.journal.JournalScan;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.Micros;
import io.tidemark.projection.store.JournalPages;
import io.tidemark.projection.store.PositionedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The journal as rebuilds read it. What is not the ledger's own is not even decoded. Thread-safe. */
public final class ScannedPages implements JournalPages<AccountEvent> {

    private final JournalScan journal;
    private final LedgerSerializer serializer;

    /** Those that no thread uses at present. They know the texts of the pages before. */
    private final Queue<EventReader> readers = new ConcurrentLinkedQueue<>();

    /** Pages of a journal whose events the serializer can read. */
    public ScannedPages(JournalScan journal, LedgerSerializer serializer) {
        this.journal = journal;
        this.serializer = serializer;
    }

    @Override
    public long head() {
        return journal.head();
    }

    @Override
    public List<PositionedEvent<AccountEvent>> after(long seq, int limit) {
        JournalPage page = journal.after(seq, limit);
        EventReader reader = reader();
        List<PositionedEvent<AccountEvent>> events = new ArrayList<>(page.size());
        for (int i = 0; i < page.size(); i++) {
            AccountEvent event = reader.read(
                    page.type(i), page.revision(i), page.payloads(), page.payloadStart(i), page.payloadEnd(i));
            events.add(new PositionedEvent<>(page.seq(i), Micros.toInstant(page.recordedAtMicros(i)), event));
        }
        readers.add(reader);
        return events;
    }

    /** The event that was stored so; {@code null} if it is not the ledger's. */
    @Nullable
    AccountEvent event(String type, @Nullable String revision, byte[] payload) {
        EventReader reader = reader();
        AccountEvent event = reader.read(type, revision, payload, 0, payload.length);
        readers.add(reader);
        return event;
    }

    private EventReader reader() {
        EventReader idle = readers.poll();
        return idle == null ? serializer.eventReader() : idle;
    }
}
