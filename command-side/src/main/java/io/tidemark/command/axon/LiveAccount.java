package io.tidemark.command.axon;

import io.tidemark.messages.event.AccountEvent;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.ScopeDescriptor;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateScopeDescriptor;
import org.axonframework.modelling.command.ApplyMore;
import org.jspecify.annotations.Nullable;

/** An account in the hands of one unit of work, which has its lock. */
final class LiveAccount extends AggregateLifecycle implements Aggregate<AccountAggregate> {

    private final AccountAggregate root;
    private final EventBus events;
    private long version;
    private int eventsSinceSnapshot;
    private boolean isNews;

    /**
     * An account.
     *
     * @param isNews whether what is known of it comes from the store, not from what is remembered
     */
    LiveAccount(String id, KnownAccount known, boolean isNews, EventBus events) {
        this.root = new AccountAggregate(id, known.state());
        this.version = known.version();
        this.eventsSinceSnapshot = known.eventsSinceSnapshot();
        this.isNews = isNews;
        this.events = events;
    }

    /** Whether it is more than what was remembered. What was remembered only may have been forgotten for a reason. */
    boolean isNews() {
        return isNews;
    }

    /** What there is to remember of it. */
    KnownAccount known() {
        return new KnownAccount(root.account(), version, eventsSinceSnapshot);
    }

    String id() {
        return root.id();
    }

    @Override
    public <R> R invoke(Function<AccountAggregate, R> invocation) {
        startScope();
        try {
            return invocation.apply(root);
        } finally {
            endScope();
        }
    }

    @Override
    public void execute(Consumer<AccountAggregate> invocation) {
        startScope();
        try {
            invocation.accept(root);
        } finally {
            endScope();
        }
    }

    @Override
    protected <T> ApplyMore doApply(T payload, MetaData metaData) {
        if (!(payload instanceof AccountEvent event)) {
            throw new IllegalArgumentException("not an event of an account: " + payload.getClass());
        }
        isNews = true;
        version++;
        eventsSinceSnapshot++;
        root.on(event);
        events.publish(new GenericDomainEventMessage<>(AccountAggregate.TYPE, root.id(), version, payload, metaData));
        return new AppliedAtOnce();
    }

    @Override
    public String type() {
        return AccountAggregate.TYPE;
    }

    @Override
    public Object identifier() {
        return root.id();
    }

    @Override
    public String identifierAsString() {
        return root.id();
    }

    @Override
    public @Nullable Long version() {
        return version < 0 ? null : version;
    }

    @Override
    public Class<? extends AccountAggregate> rootType() {
        return AccountAggregate.class;
    }

    @Override
    public boolean isDeleted() {
        return false;
    }

    @Override
    protected boolean getIsLive() {
        return true;
    }

    @Override
    public ScopeDescriptor describeScope() {
        return new AggregateScopeDescriptor(AccountAggregate.TYPE, root.id());
    }

    /** {@inheritDoc} An account has no handlers of its own. */
    @Override
    public Object handle(Message<?> message) {
        throw new UnsupportedOperationException("an account handles no messages: " + message.getPayloadType());
    }

    @Override
    protected void doMarkDeleted() {
        throw new UnsupportedOperationException("an account is never deleted");
    }

    @Override
    protected <T> Aggregate<T> doCreateNew(Class<T> aggregateType, Callable<T> factoryMethod) {
        throw new UnsupportedOperationException("an account creates nothing");
    }

    /** Events are applied when they are given, not later. */
    private static final class AppliedAtOnce implements ApplyMore {

        @Override
        public ApplyMore andThenApply(Supplier<?> payloadOrMessageSupplier) {
            AggregateLifecycle.apply(payloadOrMessageSupplier.get());
            return this;
        }

        @Override
        public ApplyMore andThen(Runnable runnable) {
            runnable.run();
            return this;
        }
    }
}
