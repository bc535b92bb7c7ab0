package io.tidemark.journal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Streams that the current unit of work has had read together, until it loads each of them. A stream is handed out once:
 * who loads it again wants to see what came since. Used by one thread at a time.
 */
final class ReadAhead {

    private static final String RESOURCE = ReadAhead.class.getName();

    private final Map<String, Loaded> streams = new HashMap<>();

    private ReadAhead() {}

    /** Keeps streams for the current unit of work. */
    static void keep(Map<String, Loaded> streams) {
        ReadAhead kept = CurrentUnitOfWork.get().root().getOrComputeResource(RESOURCE, key -> new ReadAhead());
        kept.streams.putAll(streams);
    }

    /** What was read of a stream, if it was; it can still be taken. */
    static @Nullable Loaded find(String streamId) {
        ReadAhead kept =
                CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().root().getResource(RESOURCE) : null;
        return kept == null ? null : kept.streams.get(streamId);
    }

    /** The events of a stream from a position on, if just these were read. Nothing of the stream is kept afterwards. */
    static @Nullable List<DomainEventData<byte[]>> take(String streamId, long first) {
        Loaded found = find(streamId);
        if (found == null) {
            return null;
        }
        ReadAhead kept = CurrentUnitOfWork.get().root().getResource(RESOURCE);
        kept.streams.remove(streamId);
        return found.first() == first ? found.events() : null;
    }

    /**
     * A stream as it is to be loaded.
     *
     * @param snapshot its snapshot, if it has one
     * @param events all events after that, in order
     */
    record Loaded(@Nullable DomainEventData<byte[]> snapshot, List<DomainEventData<byte[]>> events) {

        /** Position of the first event that does not go into the snapshot. */
        long first() {
            return snapshot == null ? 0 : snapshot.getSequenceNumber() + 1;
        }
    }
}
