package io.tidemark.projection.lots;

import static io.tidemark.projection.lots.Events.drain;
import static io.tidemark.projection.lots.Events.journal;
import static io.tidemark.projection.lots.Events.spent;
import static io.tidemark.projection.lots.TableDump.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.live.EventFeed;
import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.live.LotCacheProjection;
import io.tidemark.projection.live.ProjectionTokenStore;
import io.tidemark.projection.rebuild.Rebuilds;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.StoreSettings;
import io.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.eventhandling.ListenerInvocationErrorHandler;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.json.JacksonSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lot cache under Axon's own processor and token store. */
class LotProcessorIT {

    private static final String WATERMARK = "select seq from lots.watermark";
    private static final List<Object> EVENTS = new RandomLedger(7, 2_000).events();
    private static final Duration CLAIM = Duration.ofMillis(500);

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);
    private final HikariDataSource database = new HikariDataSource();
    private final JdbcTransactions transactions = new JdbcTransactions(database);
    private final GrowingJournal pages = new GrowingJournal(EVENTS);
    private final List<Node> nodes = new ArrayList<>();

    LotProcessorIT() {
        database.setDataSource(TestPostgres.migratedDatabase());
        database.setMaximumPoolSize(12);
        pages.growTo(EVENTS.size());
        live().generations().requireLive(LotTables.projection().version());
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::stop);
        executor.shutdownNow();
        database.close();
    }

    @Test
    void the_token_is_what_is_durable_and_a_restart_goes_on_from_there() {
        Node first = node(EVENTS.subList(0, 1_000));
        first.start();
        awaitSeq(1_000);
        first.stop();
        List<String> half = TableDump.lots(database);

        Node second = node(EVENTS);
        second.start();
        awaitSeq(EVENTS.size());
        second.stop();

        assertThat(TableDump.lots(database)).isNotEqualTo(half).isEqualTo(truth());
    }

    @Test
    void a_reset_by_axons_own_call_rebuilds_beside_the_rows_that_are_read() {
        Node node = node(EVENTS);
        node.start();
        awaitSeq(EVENTS.size());
        node.stop();
        List<String> before = TableDump.lots(database);
        long generation = generation();
        pages.holdAfter(1);

        node.processor.resetTokens(StreamableMessageSource::createTailToken);
        node.start();
        assertThat(TableDump.lots(database)).as("while it is rebuilt").isEqualTo(before);
        pages.release();

        Waiting.until("the rebuild is over", () -> generation() > generation);
        Waiting.until("nothing runs", () -> node.rebuilds.progress().isEmpty());
        assertThat(TableDump.lots(database)).isEqualTo(before);
    }

    @Test
    void what_a_dead_node_had_only_in_memory_is_folded_again_by_the_next() {
        Node dead = node(EVENTS);
        dead.start();
        awaitSeq(100);
        dead.die();
        assertThat(number(database, WATERMARK)).isLessThanOrEqualTo(EVENTS.size());

        Node next = node(EVENTS);
        next.start();
        awaitSeq(EVENTS.size());
        next.stop();

        assertThat(TableDump.lots(database)).isEqualTo(truth());
    }

    @Test
    void a_node_that_lost_its_claim_without_noticing_writes_nothing_any_more() {
        Node slow = node(EVENTS.subList(0, 300));
        slow.start();
        awaitSeq(300);

        LiveProjection<AccountEvent> thief = live();
        assertThat(thief.claim()).isEqualTo(300);
        thief.process(pages.part(300, 900));
        pages.growTo(EVENTS.size());
        slow.live.process(pages.part(300, 500));
        Waiting.until("the old owner is told", () -> lost(slow));
        thief.process(pages.part(900, EVENTS.size()));
        thief.release();

        assertThat(slow.live.failure()).as("losing a claim is no failure").isNull();
        assertThat(TableDump.lots(database)).isEqualTo(truth());
    }

    private static boolean lost(Node node) {
        var store = node.live.store();
        return store == null || store.failure() != null;
    }

    @Test
    void an_error_handler_that_goes_on_cannot_make_the_tables_diverge() {
        List<Object> events = new ArrayList<>(EVENTS.subList(0, 200));
        events.set(149, unknown("credit-spent"));
        Node node = node(events, (exception, event, handler) -> {});
        node.start();
        Waiting.until("the event was refused", () -> transactions.rollbacks() > 0);
        node.stop();

        assertThat(number(database, WATERMARK)).isLessThanOrEqualTo(149);
        assertThat(TableDump.lots(database).getFirst()).isNotEmpty();
    }

    @Test
    void an_event_that_contradicts_the_rows_stops_the_projection_once_and_for_all() {
        List<Object> events = new ArrayList<>(EVENTS.subList(0, 200));
        events.set(149, spent("account-1", "poison", 0, 0, drain("no such lot", 0, 1)));
        Node node = node(events);
        node.start();
        Waiting.until("the projection failed", () -> node.live.failure() != null);
        node.stop();
        node.start();
        node.stop();

        assertThat(node.live.failure()).hasMessageContaining("no such lot");
        assertThat(number(database, WATERMARK)).isLessThanOrEqualTo(149);
    }

    private List<String> truth() {
        LotTruth truth = new LotTruth();
        return truth.of(pages.part(0, EVENTS.size()));
    }

    private long generation() {
        return number(database, "select generation from projection.generation where state = 'live'");
    }

    private void awaitSeq(long seq) {
        Waiting.until("seq " + seq + " is durable", () -> number(database, WATERMARK) >= seq);
    }

    private static UnknownSerializedType unknown(String name) {
        return new UnknownSerializedType(
                JacksonSerializer.defaultSerializer(), new SimpleSerializedObject<>("{}", String.class, name, "1"));
    }

    private LiveProjection<AccountEvent> live() {
        return new LiveProjection<>(
                LotTables.projection(), database, StoreSettings.live().within(300, 1_000_000), StoreListener.NONE);
    }

    private Node node(List<?> events) {
        return node(events, PropagatingErrorHandler.instance());
    }

    private Node node(List<?> events, ListenerInvocationErrorHandler errorHandler) {
        Node node = new Node(events, errorHandler, "node-" + nodes.size());
        nodes.add(node);
        return node;
    }

    /** What one process of the ledger has. */
    private final class Node {
        private final LiveProjection<AccountEvent> live = live();
        private final Rebuilds<AccountEvent> rebuilds = new Rebuilds<>(live, database, pages);
        private final PooledStreamingEventProcessor processor;

        Node(List<?> events, ListenerInvocationErrorHandler errorHandler, String id) {
            LotCacheProjection projection = new LotCacheProjection(new EventFeed(live, () -> rebuilds.start(false)));
            processor = PooledStreamingEventProcessor.builder()
                    .name(LotTables.NAME)
                    .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                            .eventHandlers(projection)
                            .listenerInvocationErrorHandler(errorHandler)
                            .build())
                    .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                    .messageSource(new ListedJournal(journal(1, events)))
                    .tokenStore(new ProjectionTokenStore(claims(id), LotTables.NAME, live, CLAIM.dividedBy(4)))
                    .transactionManager(transactions)
                    .coordinatorExecutor(executor)
                    .workerExecutor(executor)
                    .initialSegmentCount(1)
                    .tokenClaimInterval(20)
                    .claimExtensionThreshold(CLAIM.toMillis() / 4)
                    .batchSize(100)
                    .build();
        }

        private JdbcTokenStore claims(String id) {
            return JdbcTokenStore.builder()
                    .connectionProvider(new UnitOfWorkAwareConnectionProviderWrapper(transactions))
                    .schema(TokenSchema.builder()
                            .setTokenTable("axon.token_entry")
                            .setProcessorNameColumn("processor_name")
                            .setTokenTypeColumn("token_type")
                            .build())
                    .serializer(JacksonSerializer.defaultSerializer())
                    .claimTimeout(CLAIM)
                    .nodeId(id)
                    .build();
        }

        void start() {
            processor.start();
        }

        void stop() {
            processor.shutDown();
            rebuilds.close();
        }

        /** Ends without writing what is in memory, as a process does that is killed. */
        void die() {
            var store = live.store();
            if (store != null) {
                store.close();
            }
            processor.shutDown();
        }
    }
}
