package io.tidemark.projection.lots;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/** A journal that is a list: seq 1 is its first message, token 0 its tail. */
final class ListedJournal implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final List<TrackedEventMessage<?>> messages;

    ListedJournal(List<TrackedEventMessage<?>> messages) {
        this.messages = List.copyOf(messages);
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        OptionalLong position = token == null ? OptionalLong.of(0) : token.position();
        return new Stream((int) position.orElseThrow());
    }

    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(0);
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(messages.size());
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        throw new UnsupportedOperationException();
    }

    private final class Stream implements BlockingStream<TrackedEventMessage<?>> {

        private int next;

        Stream(int next) {
            this.next = next;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return next < messages.size() ? Optional.of(messages.get(next)) : Optional.empty();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) {
            if (next < messages.size()) {
                return true;
            }
            LockSupport.parkNanos(unit.toNanos(timeout));
            return false;
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() {
            return messages.get(next++);
        }

        @Override
        public void close() {
            next = messages.size();
        }
    }
}
