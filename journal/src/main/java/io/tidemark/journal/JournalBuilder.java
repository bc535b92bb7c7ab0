package io.tidemark.journal;

import java.time.InstantSource;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngine;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;

/** Builds the journal's {@link PostgresEventStorageEngine}. Needs a data source and both serializers. */
public final class JournalBuilder extends BatchingEventStorageEngine.Builder {

    private @Nullable DataSource dataSource;
    private JournalSettings settings = JournalSettings.DEFAULT;
    private InstantSource clock = InstantSource.system();
    private Consumer<Collection<String>> onFailedStreams = streams -> {};
    private Runnable onStored = () -> {};
    private Predicate<Object> sharedPayloads = payload -> false;

    JournalBuilder() {
        batchSize(settings.pageRows());
        persistenceExceptionResolver(SqlStates::isUniqueViolation);
    }

    /** Where connections come from; the writer keeps one of them. */
    public JournalBuilder dataSource(DataSource source) {
        this.dataSource = source;
        return this;
    }

    /** The bounds of the journal's work. */
    public JournalBuilder settings(JournalSettings bounds) {
        this.settings = bounds;
        batchSize(bounds.pageRows());
        return this;
    }

    /** The writer's clock; no event is recorded later than it. */
    public JournalBuilder clock(InstantSource source) {
        this.clock = source;
        return this;
    }

    /** Is told of streams whose appends failed; must forget what is cached of them, quickly. */
    public JournalBuilder onFailedStreams(Consumer<Collection<String>> listener) {
        this.onFailedStreams = listener;
        return this;
    }

    /** Is called after each stored group, on the writer's thread; must be quick. */
    public JournalBuilder onStored(Runnable listener) {
        this.onStored = listener;
        return this;
    }

    /**
     * Which payloads never change and are read back equal to what was appended: handlers on this node that follow
     * closely get the appended objects. None by default; what else was appended is decoded from memory.
     */
    public JournalBuilder sharedPayloads(Predicate<Object> payloads) {
        this.sharedPayloads = payloads;
        return this;
    }

    DataSource dataSource() {
        if (dataSource == null) {
            throw new IllegalStateException("the journal needs a data source");
        }
        return dataSource;
    }

    EventUpcaster upcasters() {
        return upcasterChain;
    }

    JournalSettings settings() {
        return settings;
    }

    InstantSource clock() {
        return clock;
    }

    Consumer<Collection<String>> onFailedStreams() {
        return onFailedStreams;
    }

    Runnable onStored() {
        return onStored;
    }

    Predicate<Object> sharedPayloads() {
        return sharedPayloads;
    }

    /** The engine, not yet started. */
    public PostgresEventStorageEngine build() {
        validate();
        return new PostgresEventStorageEngine(this);
    }
}
