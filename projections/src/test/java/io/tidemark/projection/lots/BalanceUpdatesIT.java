package io.tidemark.projection.lots;

import static io.tidemark.projection.lots.Events.CREDIT;
import static io.tidemark.projection.lots.Events.MARCH;
import static io.tidemark.projection.lots.Events.drain;
import static io.tidemark.projection.lots.Events.granted;
import static io.tidemark.projection.lots.Events.spent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.Balance.Detail;
import io.tidemark.messages.query.GetBalance;
import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.StoreSettings;
import io.tidemark.testkit.TestPostgres;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.SubscriptionQueryResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class BalanceUpdatesIT {

    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant NOW = MARCH.plusSeconds(1);

    private final DataSource database = TestPostgres.migratedDatabase();
    private final SimpleQueryBus queryBus = SimpleQueryBus.builder().build();
    private final DefaultQueryGateway queries =
            DefaultQueryGateway.builder().queryBus(queryBus).build();
    private final BalanceUpdates told = updates(database);
    private final LiveProjection<AccountEvent> live =
            new LiveProjection<>(LotTables.projection(), database, StoreSettings.live(), told);
    private final List<Balance> updates = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private long seq;

    @AfterEach
    void close() {
        live.close();
        told.close();
    }

    @Test
    void a_subscription_gets_the_balance_after_each_change_that_became_durable() throws InterruptedException {
        subscribe("a", CREDIT);
        live.claim();

        process(granted("a", "g", 0, 100, JUNE), granted("a", "g", 1, 5, null));
        Waiting.until("the first is told of", () -> updates.size() == 1);
        process(granted("b", "h", 0, 7, null));
        process(spent("a", "s", 0, 0, drain("g", 0, 40)));
        Waiting.until("the second is told of", () -> updates.size() == 2);

        assertThat(updates)
                .containsExactly(
                        new Balance("a", CREDIT, 105, NOW, 2, List.of(new Detail(null, 5), new Detail(JUNE, 100))),
                        new Balance("a", CREDIT, 65, NOW, 4, List.of(new Detail(null, 5), new Detail(JUNE, 60))));
        assertThat(errors).isEmpty();
    }

    @Test
    void another_currency_of_the_account_is_another_balance() throws InterruptedException {
        subscribe("a", "GOLD");
        subscribe("b", CREDIT);
        live.claim();

        process(granted("a", "g", 0, 100, JUNE));
        process(granted("b", "h", 0, 7, null));
        Waiting.until("the other is told of", () -> !updates.isEmpty());

        assertThat(updates).extracting(Balance::account).containsExactly("b");
    }

    @Test
    void a_projection_that_fails_ends_its_subscriptions_with_the_reason() throws InterruptedException {
        subscribe("a", CREDIT);
        live.claim();
        process(granted("a", "g", 0, 100, JUNE));

        try {
            process(spent("a", "s", 0, 0, drain("no such lot", 0, 40)));
        } catch (RuntimeException e) {
            assertThat(e).hasMessageContaining("no such lot");
        }

        Waiting.until("the subscription ends", () -> !errors.isEmpty());
        assertThat(errors.getFirst()).hasMessageContaining("no such lot");
    }

    @Test
    void a_balance_that_cannot_be_read_ends_the_subscription_and_not_the_projection() throws Exception {
        subscribe("a", CREDIT);
        try (BalanceUpdates blind = updates(databaseThatIsAway())) {
            LiveProjection<AccountEvent> unread =
                    new LiveProjection<>(LotTables.projection(), database, StoreSettings.live(), blind);
            unread.claim();
            unread.process(List.of(event(granted("a", "g", 0, 100, JUNE))));
            Waiting.until("the subscription ends", () -> !errors.isEmpty());
            assertThat(unread.failure()).isNull();
            unread.close();
        }

        assertThat(errors).singleElement().satisfies(error -> assertThat(error).isInstanceOf(SQLException.class));
        assertThat(TableDump.rows(database, "select seq from lots.watermark")).containsExactly("1");
    }

    @Test
    void balances_of_holdings_that_have_nothing_are_zero_and_have_no_details() throws Exception {
        live.claim();
        process(granted("a", "g", 0, 3, null), spent("a", "s", 0, 0, drain("g", 0, 3)));
        assertThat(live.flush()).isTrue();

        assertThat(new BalanceReader(database)
                        .balances(List.of(new Holding("a", CREDIT), new Holding("nobody", CREDIT)), NOW))
                .containsExactly(
                        new Balance("a", CREDIT, 0, NOW, 2, List.of()),
                        new Balance("nobody", CREDIT, 0, NOW, 2, List.of()));
    }

    private void subscribe(String account, String currency) {
        SubscriptionQueryResult<Balance, Balance> result =
                queries.subscriptionQuery(new GetBalance(account, currency, null, null), Balance.class, Balance.class);
        var unused = result.updates().subscribe(updates::add, errors::add);
    }

    private void process(AccountEvent... events) throws InterruptedException {
        List<PositionedEvent<AccountEvent>> batch = new ArrayList<>();
        for (AccountEvent event : events) {
            batch.add(event(event));
        }
        live.process(batch);
        live.flush();
    }

    private PositionedEvent<AccountEvent> event(AccountEvent event) {
        seq++;
        return new PositionedEvent<>(seq, MARCH.plusMillis(seq), event);
    }

    private BalanceUpdates updates(DataSource dataSource) {
        return new BalanceUpdates(dataSource, queryBus::queryUpdateEmitter, InstantSource.fixed(NOW));
    }

    private static DataSource databaseThatIsAway() {
        PGSimpleDataSource away = new PGSimpleDataSource();
        away.setServerNames(new String[] {"127.0.0.1"});
        away.setPortNumbers(new int[] {1});
        return away;
    }
}
