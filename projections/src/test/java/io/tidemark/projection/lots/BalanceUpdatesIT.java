package io.tidemark.projection.lots;

import static io.tidemark.projection.lots.Events.CREDIT;
import static io.tidemark.projection.lots.Events.MARCH;
import static io.tidemark.projection.lots.Events.drain;
import static io.tidemark.projection.lots.Events.granted;
import static io.tidemark.projection.lots.Events.journal;
import static io.tidemark.projection.lots.Events.spent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.Balance.Detail;
import io.tidemark.messages.query.GetBalance;
import io.tidemark.testkit.TestPostgres;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.SubscriptionQueryResult;
import org.junit.jupiter.api.Test;

class BalanceUpdatesIT {

    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant NOW = MARCH.plusSeconds(1);

    private final DataSource database = TestPostgres.migratedDatabase();
    private final JdbcTransactions transactions = new JdbcTransactions(database);
    private final SimpleQueryBus queryBus = SimpleQueryBus.builder().build();
    private final DefaultQueryGateway queries =
            DefaultQueryGateway.builder().queryBus(queryBus).build();
    private final LotStore store = new JdbcLotStore(new UnitOfWorkAwareConnectionProviderWrapper(transactions));
    private final List<Balance> updates = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();

    @Test
    void a_subscription_gets_the_balance_after_each_batch_that_changes_it() {
        subscribe("a", CREDIT);
        AnnotationEventHandlerAdapter projection = projection(store);

        handle(projection, journal(1, List.of(granted("a", "g", 0, 100, JUNE), granted("a", "g", 1, 5, null))));
        handle(projection, journal(3, List.of(granted("b", "h", 0, 7, null))));
        handle(projection, journal(4, List.of(spent("a", "s", 0, 0, drain("g", 0, 40)))));

        assertThat(updates)
                .containsExactly(
                        new Balance("a", CREDIT, 105, NOW, 2, List.of(new Detail(null, 5), new Detail(JUNE, 100))),
                        new Balance("a", CREDIT, 65, NOW, 4, List.of(new Detail(null, 5), new Detail(JUNE, 60))));
        assertThat(errors).isEmpty();
    }

    @Test
    void another_currency_of_the_account_is_another_balance() {
        subscribe("a", "GOLD");

        handle(projection(store), journal(1, List.of(granted("a", "g", 0, 100, JUNE))));

        assertThat(updates).isEmpty();
    }

    @Test
    void a_batch_that_is_rolled_back_tells_nobody() {
        subscribe("a", CREDIT);

        handle(projection(store), journal(2, List.of(granted("a", "g", 0, 100, JUNE))));

        assertThat(updates).isEmpty();
        assertThat(errors).isEmpty();
    }

    @Test
    void a_replay_tells_nobody_of_the_past() {
        subscribe("a", CREDIT);
        TrackedEventMessage<?> first =
                journal(1, List.of(granted("a", "g", 0, 100, JUNE))).getFirst();
        TrackedEventMessage<?> replayed = new GenericTrackedEventMessage<>(
                ReplayToken.createReplayToken(new GlobalSequenceTrackingToken(10), first.trackingToken()), first);

        handle(projection(store), List.of(replayed));

        assertThat(store.balances(List.of(new Holding("a", CREDIT)), NOW))
                .extracting(Balance::balance)
                .containsExactly(100L);
        assertThat(updates).isEmpty();
    }

    @Test
    void a_balance_that_cannot_be_read_ends_the_subscription_and_not_the_projection() {
        subscribe("a", CREDIT);

        handle(projection(new UnreadableStore()), journal(1, List.of(granted("a", "g", 0, 100, JUNE))));

        assertThat(errors).singleElement().satisfies(error -> assertThat(error).hasMessage("unreadable"));
        assertThat(TableDump.rows(database, "select seq from lots.watermark")).containsExactly("1");
    }

    @Test
    void balances_of_holdings_that_have_nothing_are_zero_and_have_no_details() {
        handle(
                projection(store),
                journal(1, List.of(granted("a", "g", 0, 3, null), spent("a", "s", 0, 0, drain("g", 0, 3)))));

        assertThat(store.balances(List.of(new Holding("a", CREDIT), new Holding("nobody", CREDIT)), NOW))
                .containsExactly(
                        new Balance("a", CREDIT, 0, NOW, 2, List.of()),
                        new Balance("nobody", CREDIT, 0, NOW, 2, List.of()));
    }

    private void subscribe(String account, String currency) {
        SubscriptionQueryResult<Balance, Balance> result =
                queries.subscriptionQuery(new GetBalance(account, currency, null, null), Balance.class, Balance.class);
        var unused = result.updates().subscribe(updates::add, errors::add);
    }

    private AnnotationEventHandlerAdapter projection(LotStore lots) {
        return new AnnotationEventHandlerAdapter(
                new LotCacheProjection(lots, queryBus.queryUpdateEmitter(), InstantSource.fixed(NOW)));
    }

    private void handle(AnnotationEventHandlerAdapter projection, List<TrackedEventMessage<?>> batch) {
        BatchingUnitOfWork<TrackedEventMessage<?>> unitOfWork = new BatchingUnitOfWork<>(batch);
        unitOfWork.attachTransaction(transactions);
        unitOfWork.executeWithResult(
                () -> projection.handle(unitOfWork.getMessage()), RollbackConfigurationType.ANY_THROWABLE);
    }

    private final class UnreadableStore implements LotStore {

        @Override
        public void write(LotChanges changes) {
            store.write(changes);
        }

        @Override
        public List<Balance> balances(Collection<Holding> holdings, Instant at) {
            throw new IllegalStateException("unreadable");
        }

        @Override
        public void clear() {
            store.clear();
        }
    }
}
