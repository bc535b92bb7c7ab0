package io.tidemark.config.projections;

import io.tidemark.journal.JournalFollower;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.store.JournalPages;
import io.tidemark.projection.store.PositionedEvent;
import java.util.ArrayList;
import java.util.List;

/** The journal as live projections read it: from memory where this node has just stored it, else as rebuilds do. */
public final class FollowedPages implements JournalPages<AccountEvent> {

    private final JournalFollower journal;
    private final ScannedPages stored;

    /** Pages of a journal. */
    public FollowedPages(JournalFollower journal, ScannedPages stored) {
        this.journal = journal;
        this.stored = stored;
    }

    @Override
    public long head() {
        return stored.head();
    }

    @Override
    public List<PositionedEvent<AccountEvent>> after(long seq, int limit) {
        List<JournalFollower.Recent> recent = journal.inMemory(seq, limit);
        if (recent.isEmpty()) {
            return stored.after(seq, limit);
        }
        List<PositionedEvent<AccountEvent>> events = new ArrayList<>(recent.size());
        for (JournalFollower.Recent row : recent) {
            AccountEvent event = row.event() instanceof AccountEvent appended
                    ? appended
                    : stored.event(row.type(), row.revision(), row.payload());
            events.add(new PositionedEvent<>(row.seq(), row.recordedAt(), event));
        }
        return events;
    }
}
