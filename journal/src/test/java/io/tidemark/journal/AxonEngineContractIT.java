package io.tidemark.journal;

import io.tidemark.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngineTest;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Axon's own published contract suites, unchanged, on a database of its own for each test. */
class AxonEngineContractIT extends BatchingEventStorageEngineTest<PostgresEventStorageEngine, JournalBuilder> {

    private final List<PostgresEventStorageEngine> engines = new ArrayList<>();
    private DataSource dataSource;

    @BeforeEach
    void start() {
        dataSource = TestPostgres.migratedDatabase();
        setTestSubject(createEngine());
    }

    @AfterEach
    void stop() {
        engines.forEach(PostgresEventStorageEngine::close);
    }

    @Override
    protected PostgresEventStorageEngine createEngine(UnaryOperator<JournalBuilder> customization) {
        JournalBuilder builder = PostgresEventStorageEngine.builder().dataSource(dataSource);
        builder.eventSerializer(Jackson3Serializer.builder().build())
                .snapshotSerializer(Jackson3Serializer.builder().build())
                .batchSize(100);
        PostgresEventStorageEngine engine = customization.apply(builder).build();
        engine.start();
        engines.add(engine);
        return engine;
    }
}
