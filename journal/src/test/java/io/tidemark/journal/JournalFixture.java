package io.tidemark.journal;

import io.tidemark.testkit.TestPostgres;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** A journal on a database of its own, and short words for what tests do with it. */
final class JournalFixture implements AutoCloseable {

    final DataSource dataSource;
    final PostgresEventStorageEngine engine;

    JournalFixture() {
        this(TestPostgres.migratedDatabase(), JournalSettings.DEFAULT);
    }

    JournalFixture(DataSource dataSource, JournalSettings settings) {
        this.dataSource = dataSource;
        this.engine = engine(dataSource, settings);
        engine.start();
    }

    static PostgresEventStorageEngine engine(DataSource dataSource, JournalSettings settings) {
        Jackson3Serializer serializer = Jackson3Serializer.builder().build();
        PostgresEventStorageEngine.Builder builder =
                PostgresEventStorageEngine.builder().dataSource(dataSource).settings(settings);
        builder.eventSerializer(serializer).snapshotSerializer(serializer);
        return builder.build();
    }

    static DomainEventMessage<String> event(String stream, long position) {
        return new GenericDomainEventMessage<>("Test", stream, position, stream + "/" + position);
    }

    static List<DomainEventMessage<String>> events(String stream, int from, int until) {
        return IntStream.range(from, until)
                .mapToObj(position -> event(stream, position))
                .toList();
    }

    /** Appends as a message with a ref, in a unit of work of its own. */
    MessageClaim appendMessage(String ref, String fingerprint, List<DomainEventMessage<String>> events) {
        return inUnitOfWork(() -> {
            MessageClaim claim = MessageClaim.bind(ref, fingerprint);
            engine.appendEvents(events);
            return claim;
        });
    }

    static <T> T inUnitOfWork(Callable<T> work) {
        return DefaultUnitOfWork.startAndGet(new GenericMessage<>("test"))
                .executeWithResult(work)
                .getPayload();
    }

    /** Seqs in the journal, and the events of each, as they stand. */
    List<Map.Entry<Long, String>> contents() {
        return engine.readEvents(null, false)
                .map(event -> Map.entry(event.trackingToken().position().orElseThrow(), (String) event.getPayload()))
                .toList();
    }

    @Override
    public void close() {
        engine.close();
    }
}
