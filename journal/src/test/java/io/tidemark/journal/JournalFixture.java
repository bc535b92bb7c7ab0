package io.tidemark.journal;

import io.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.axonframework.common.lock.Lock;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** One node: a journal, locks, a cache of streams as a repository would have one, and short words for what tests do. */
final class JournalFixture implements AutoCloseable {

    final DataSource dataSource;
    final PostgresEventStorageEngine engine;
    final StreamLocks locks;
    /** What the listener of failed streams was told, in order. */
    final Queue<String> failedStreams = new ConcurrentLinkedQueue<>();
    /** Last positions, put before an append and forgotten when one fails: Axon's caching repository does the same. */
    final Map<String, Long> cache = new ConcurrentHashMap<>();

    JournalFixture() {
        this(TestPostgres.migratedDatabase(), JournalSettings.DEFAULT);
    }

    JournalFixture(DataSource dataSource, JournalSettings settings) {
        this(dataSource, settings, builder -> builder);
    }

    JournalFixture(DataSource dataSource, JournalSettings settings, UnaryOperator<JournalBuilder> customization) {
        this.dataSource = dataSource;
        this.engine = customization
                .apply(builder(dataSource, settings).onFailedStreams(this::forget))
                .build();
        this.locks = new StreamLocks(engine, Duration.ofSeconds(30));
        engine.start();
    }

    private static JournalBuilder builder(DataSource dataSource, JournalSettings settings) {
        Jackson3Serializer serializer = Jackson3Serializer.builder().build();
        JournalBuilder builder =
                PostgresEventStorageEngine.builder().dataSource(dataSource).settings(settings);
        builder.eventSerializer(serializer).snapshotSerializer(serializer);
        return builder;
    }

    static UnaryOperator<JournalBuilder> clock(InstantSource clock) {
        return builder -> builder.clock(clock);
    }

    static UnaryOperator<JournalBuilder> onStored(Runnable listener) {
        return builder -> builder.onStored(listener);
    }

    static UnaryOperator<JournalBuilder> onFailed(Consumer<Collection<String>> listener) {
        return builder -> builder.onFailedStreams(listener);
    }

    /** The default settings with short waits. */
    static JournalSettings impatient(Duration appendDeadline, Duration socketTimeout) {
        return new JournalSettings(4_000, 20_000, appendDeadline, socketTimeout, Duration.ofSeconds(1), 200_000, 1_000);
    }

    private void forget(Collection<String> streams) {
        streams.forEach(cache::remove);
        failedStreams.addAll(streams);
    }

    static DomainEventMessage<String> event(String stream, long position) {
        return new GenericDomainEventMessage<>("Test", stream, position, stream + "/" + position);
    }

    static List<DomainEventMessage<String>> events(String stream, long from, long until) {
        return LongStream.range(from, until)
                .mapToObj(position -> event(stream, position))
                .toList();
    }

    /** Appends as a message with a ref, in a unit of work of its own. */
    MessageClaim appendMessage(String ref, String fingerprint, List<? extends DomainEventMessage<?>> events) {
        return inUnitOfWork(() -> {
            MessageClaim claim = MessageClaim.bind(ref, fingerprint);
            engine.appendEvents(events);
            return claim;
        });
    }

    /** Appends to the end of a stream as a repository would: under its lock, after what is cached or stored. */
    long appendNext(String stream, int count) {
        return inUnitOfWork(() -> appendAfter(stream, lockAndLoad(stream), count));
    }

    /** Like {@link #appendNext(String, int)}, as a message. */
    MessageClaim appendNext(String ref, String stream, int count) {
        return inUnitOfWork(() -> {
            MessageClaim claim = MessageClaim.bind(ref, "00");
            appendAfter(stream, lockAndLoad(stream), count);
            return claim;
        });
    }

    /** Within a unit of work: obtains the stream's lock until the end and says where the stream ends. */
    long lockAndLoad(String stream) {
        Lock lock = locks.obtainLock(stream);
        CurrentUnitOfWork.get().onCleanup(unitOfWork -> lock.release());
        CurrentUnitOfWork.get().onRollback(unitOfWork -> cache.remove(stream));
        Long cached = cache.get(stream);
        return cached == null ? load(stream) : cached;
    }

    /** Where a stream ends, by reading it. */
    long load(String stream) {
        return engine.readEvents(stream, 0)
                .asStream()
                .mapToLong(DomainEventMessage::getSequenceNumber)
                .reduce(-1, (before, next) -> next);
    }

    /** Within a unit of work that has the lock: appends after a position and caches the end. */
    long appendAfter(String stream, long last, int count) {
        cache.put(stream, last + count);
        engine.appendEvents(events(stream, last + 1, last + 1 + count));
        return last + count;
    }

    /** Does something in a unit of work of its own, rolled back and thrown on if it fails. */
    static <T> T inUnitOfWork(Callable<T> work) {
        ResultMessage<T> result =
                DefaultUnitOfWork.startAndGet(new GenericMessage<>("test")).executeWithResult(work);
        if (result.isExceptional()) {
            if (result.exceptionResult() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(result.exceptionResult());
        }
        return result.getPayload();
    }

    /** Seqs in the journal, and the events of each, as they stand. */
    List<Map.Entry<Long, String>> contents() {
        return engine.readEvents(null, false)
                .map(event -> Map.entry(event.trackingToken().position().orElseThrow(), (String) event.getPayload()))
                .toList();
    }

    /** The payloads of a stream, in order. */
    List<Object> stream(String stream) {
        return engine.readEvents(stream, 0)
                .asStream()
                .<Object>map(DomainEventMessage::getPayload)
                .toList();
    }

    @Override
    public void close() {
        engine.close();
    }
}
