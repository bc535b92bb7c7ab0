package io.tidemark.config.projections;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MessageDispatchInterceptor;

/** Counts the commands and queries that come to this node, so that rebuilds can step back for them. Thread-safe. */
public final class Requests implements MessageDispatchInterceptor<Message<?>> {

    private final LongAdder count = new LongAdder();

    /** How many there were since the start. */
    public long count() {
        return count.sum();
    }

    @Override
    public BiFunction<Integer, Message<?>, Message<?>> handle(List<? extends Message<?>> messages) {
        count.add(messages.size());
        return (index, message) -> message;
    }
}
