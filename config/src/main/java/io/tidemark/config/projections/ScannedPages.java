package io.tidemark.config.projections;

import io.tidemark.journal.JournalScan;
import io.tidemark.messages.catalog.EventCatalog;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.store.JournalPages;
import io.tidemark.projection.store.PositionedEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;

/** The journal as rebuilds read it. What is not the ledger's own is not even decoded. Thread-safe. */
public final class ScannedPages implements JournalPages<AccountEvent> {

    private static final Set<String> NAMES =
            EventCatalog.entries().stream().map(EventCatalog.Entry::name).collect(Collectors.toUnmodifiableSet());

    private final JournalScan journal;
    private final Serializer serializer;

    /** Pages of a journal whose events the serializer can read. */
    public ScannedPages(JournalScan journal, Serializer serializer) {
        this.journal = journal;
        this.serializer = serializer;
    }

    @Override
    public long head() {
        return journal.head();
    }

    @Override
    public List<PositionedEvent<AccountEvent>> after(long seq, int limit) {
        return journal.after(seq, limit).stream()
                .map(row -> new PositionedEvent<>(
                        row.seq(), row.recordedAt(), event(row.type(), row.revision(), row.payload())))
                .toList();
    }

    /** The event that was stored so; {@code null} if it is not the ledger's. */
    @Nullable
    AccountEvent event(String type, @Nullable String revision, byte[] payload) {
        if (!NAMES.contains(type)) {
            return null;
        }
        return serializer.deserialize(
                new SimpleSerializedObject<>(payload, byte[].class, new SimpleSerializedType(type, revision)));
    }
}
