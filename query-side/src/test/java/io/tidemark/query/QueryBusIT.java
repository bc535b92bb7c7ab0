package io.tidemark.query;

import static io.tidemark.query.Events.CREDIT;
import static io.tidemark.query.Events.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.BalanceList;
import io.tidemark.messages.query.GetBalance;
import io.tidemark.messages.query.GetJournalHead;
import io.tidemark.messages.query.InvalidQueryException;
import io.tidemark.messages.query.JournalHead;
import io.tidemark.messages.query.ListBalances;
import io.tidemark.messages.query.ListHistory;
import io.tidemark.messages.query.ListLots;
import io.tidemark.messages.query.Page;
import io.tidemark.messages.query.ReadJournal;
import io.tidemark.query.balance.BalanceQueries;
import io.tidemark.query.history.HistoryQueries;
import io.tidemark.query.journal.JournalQueries;
import io.tidemark.query.lots.DrainOrder;
import io.tidemark.query.lots.LotQueries;
import io.tidemark.query.watermark.WatermarkGate;
import java.time.Duration;
import java.util.List;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every query through Axon's bus: that a handler is found depends on the types that it declares. */
class QueryBusIT {

    private final LotTables tables = new LotTables();
    private final SimpleQueryBus bus = SimpleQueryBus.builder().build();
    private final QueryGateway gateway =
            DefaultQueryGateway.builder().queryBus(bus).build();

    @BeforeEach
    void subscribe() {
        TestClock clock = new TestClock();
        WatermarkGate gate = new WatermarkGate(tables.dataSource(), "lots", Duration.ofSeconds(1));
        List.of(
                        new BalanceQueries(tables.dataSource(), gate, clock),
                        new LotQueries(tables.dataSource(), gate, clock, () -> DrainOrder.EXPIRATION_FIRST),
                        new HistoryQueries(tables.dataSource(), gate),
                        new JournalQueries(tables.dataSource()))
                .forEach(handler -> new AnnotationQueryHandlerAdapter<>(handler).subscribe(bus));
        tables.apply(granted("a", "g", 5, "2026-03-01", null));
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void every_query_finds_its_handler() {
        assertThat(ask(new GetBalance("a", CREDIT, null, 1L), Balance.class).balance())
                .isEqualTo(5);
        assertThat(ask(new ListBalances(CREDIT, 0, true, null, 10, 1L), BalanceList.class)
                        .count())
                .isEqualTo(1);
        assertThat(askForPage(new ListLots("a", CREDIT, ListLots.Include.VALID, null, 10, 1L))
                        .items())
                .hasSize(1);
        assertThat(askForPage(new ListHistory("a", ListHistory.Filter.NONE, true, null, 10, 1L))
                        .items())
                .hasSize(1);
        assertThat(askForPage(new ReadJournal(1, 10, null)).seq()).isZero();
        assertThat(ask(new GetJournalHead(), JournalHead.class).seq()).isZero();
    }

    @Test
    void a_refusal_reaches_the_caller_as_it_is() {
        assertThatThrownBy(() -> ask(new ListBalances(CREDIT, 0, true, "x", 10, null), BalanceList.class))
                .hasCauseInstanceOf(InvalidQueryException.class);
    }

    private <R> R ask(Object query, Class<R> answer) {
        return gateway.query(query, answer).join();
    }

    private Page<?> askForPage(Object query) {
        return ask(query, Page.class);
    }
}
