package io.tidemark.projection.lots;

import static io.tidemark.projection.lots.Events.drain;
import static io.tidemark.projection.lots.Events.granted;
import static io.tidemark.projection.lots.Events.journal;
import static io.tidemark.projection.lots.Events.spent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.testkit.TestPostgres;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.axonframework.common.jdbc.JdbcException;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.queryhandling.SimpleQueryUpdateEmitter;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.UnknownSerializedType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LotCacheProjectionIT {

    private static final RandomLedger LEDGER = new RandomLedger(20260301, 3_000);
    private static final List<TrackedEventMessage<?>> JOURNAL = journal(1, LEDGER.events());

    private HikariDataSource database;
    private JdbcTransactions transactions;
    private AnnotationEventHandlerAdapter projection;

    @BeforeEach
    void new_database() {
        close_database();
        database = new HikariDataSource();
        database.setDataSource(TestPostgres.migratedDatabase());
        database.setMaximumPoolSize(2);
        transactions = new JdbcTransactions(database);
        projection = projection(transactions);
    }

    @AfterEach
    void close_database() {
        if (database != null) {
            database.close();
        }
    }

    @Test
    void the_tables_hold_the_plain_truth_about_all_lots() {
        handle(JOURNAL, 1_000);

        assertThat(TableDump.rows(
                        database,
                        "select account, ref, lot_index, remaining from lots.lot order by (account || '|' || ref || '|' ||"
                                + " lot_index || '|' || remaining) collate \"C\""))
                .isEqualTo(LEDGER.remaining());
        assertThat(TableDump.rows(
                        database,
                        "select count(*) from (select account, currency, sum(remaining) as has from lots.lot group by 1, 2) l"
                                + " full join (select account, currency, sum(amount) as has from lots.movement group by 1, 2) m"
                                + " using (account, currency) where l.has is distinct from m.has and m.has <> 0"))
                .containsExactly("0");
        assertThat(watermark()).isEqualTo(LEDGER.events().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void the_size_of_a_batch_makes_no_difference(int size) {
        List<TrackedEventMessage<?>> part = JOURNAL.subList(0, 700);
        handle(part, 1_000);
        List<String> expected = TableDump.of(database);

        new_database();
        handle(part, size);

        assertThat(TableDump.of(database)).isEqualTo(expected);
    }

    @Test
    void a_batch_that_is_rolled_back_leaves_nothing_and_can_be_done_again() {
        handle(JOURNAL.subList(0, 500), 100);
        List<String> before = TableDump.of(database);

        BatchingUnitOfWork<TrackedEventMessage<?>> doomed = new BatchingUnitOfWork<>(JOURNAL.subList(500, 900));
        doomed.attachTransaction(transactions);
        doomed.onPrepareCommit(unitOfWork -> unitOfWork.onCommit(committing -> {
            throw new IllegalStateException("the machine stops before the commit");
        }));
        assertThat(execute(doomed).isExceptional()).isTrue();
        assertThat(TableDump.of(database)).isEqualTo(before);

        handle(JOURNAL.subList(500, JOURNAL.size()), 400);
        List<String> after = TableDump.of(database);
        new_database();
        handle(JOURNAL, 1_000);
        assertThat(after).isEqualTo(TableDump.of(database));
    }

    @Test
    void a_batch_is_never_applied_twice() {
        handle(JOURNAL.subList(0, 50), 50);
        List<String> once = TableDump.of(database);

        assertThatThrownBy(() -> handle(JOURNAL.subList(0, 50), 50)).hasMessageContaining("shows seq 50");
        assertThatThrownBy(() -> handle(JOURNAL.subList(49, 60), 50)).hasMessageContaining("shows seq 50");
        assertThat(TableDump.of(database)).isEqualTo(once);
    }

    @Test
    void an_event_that_is_skipped_is_noticed() {
        handle(JOURNAL.subList(0, 50), 50);

        assertThatThrownBy(() -> handle(JOURNAL.subList(51, 60), 50)).hasMessageContaining("shows seq 50");
        assertThat(watermark()).isEqualTo(50);
    }

    @Test
    void a_drain_of_a_lot_that_is_not_there_stops_the_projection() {
        handle(journal(1, List.of(granted("a", "g", 0, 100, null))), 1);
        List<String> before = TableDump.of(database);

        assertThatThrownBy(() -> handle(journal(2, List.of(spent("b", "s", 0, 0, drain("g", 0, 1)))), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0 lots drained where the events say 1");
        assertThat(TableDump.of(database)).isEqualTo(before);
    }

    @Test
    void a_drain_of_more_than_there_is_stops_the_projection() {
        handle(journal(1, List.of(granted("a", "g", 0, 100, null))), 1);
        List<String> before = TableDump.of(database);

        assertThatThrownBy(() -> handle(journal(2, List.of(spent("a", "s", 0, 0, drain("g", 0, 101)))), 1))
                .isInstanceOf(JdbcException.class)
                .hasRootCauseMessage("ERROR: new row for relation \"lot\" violates check constraint"
                        + " \"lot_remaining_range\"\n  Detail: Failing row contains (a, g, 0, CREDIT, 100, -1,"
                        + " 1772323200000000, null, 1, f).");
        assertThat(TableDump.of(database)).isEqualTo(before);
    }

    @Test
    void events_that_are_not_the_ledgers_move_the_watermark_and_nothing_else() {
        handle(journal(1, List.of(new RandomLedger.SomethingElse("x"), unknown("user.Noted"), "text")), 2);

        assertThat(TableDump.of(database)).containsExactly("watermark|t|3");
    }

    @Test
    void an_event_of_the_ledger_that_the_serializer_cannot_read_stops_the_projection() {
        assertThatThrownBy(() -> handle(journal(1, List.of(unknown("credit-granted"))), 1))
                .hasMessageContaining("lacks the event catalog");
        assertThat(watermark()).isZero();
    }

    @Test
    void an_event_without_a_journal_position_is_refused() {
        assertThatThrownBy(() -> projection.handle(GenericEventMessage.asEventMessage("untracked")))
                .hasMessageContaining("streaming event processor");
    }

    @Test
    void rows_are_not_written_outside_of_a_transaction() {
        assertThatThrownBy(() -> handle(JOURNAL.subList(0, 5), 5, NoTransactionManager.instance()))
                .hasMessageContaining("outside of a transaction");
        assertThatThrownBy(() -> projection.prepareReset(null))
                .rootCause()
                .hasMessageContaining("outside of a transaction");
        assertThat(watermark()).isZero();
    }

    @Test
    void notes_on_messages_and_items_are_kept_whatever_they_contain() {
        String odd = "quote \" backslash \\ newline \n tab \t escape \u001b 🪙 \u2028 \u00e9 </script>";
        CreditGranted granted = new CreditGranted(
                "a",
                "g",
                0,
                MovementKind.GRANT,
                "i",
                "CREDIT",
                1,
                null,
                Events.MARCH,
                Map.of(odd, ""),
                Map.of("m", odd));
        handle(journal(1, List.of(granted)), 1);

        assertThat(TableDump.rows(database, "select key, value from lots.message, jsonb_each_text(metadata)"))
                .containsExactly("m|" + odd);
        assertThat(TableDump.rows(database, "select key, value from lots.movement, jsonb_each_text(metadata)"))
                .containsExactly(odd + "|");
    }

    @Test
    void a_reset_and_a_replay_give_equal_tables() {
        handle(JOURNAL, 1_000);
        List<String> live = TableDump.of(database);

        transactions.executeInTransaction(() -> projection.prepareReset(null));
        assertThat(TableDump.of(database)).containsExactly("watermark|t|0");

        handle(JOURNAL, 333);
        assertThat(TableDump.of(database)).isEqualTo(live);
    }

    private static AnnotationEventHandlerAdapter projection(JdbcTransactions transactions) {
        LotStore store = new JdbcLotStore(new UnitOfWorkAwareConnectionProviderWrapper(transactions));
        return new AnnotationEventHandlerAdapter(
                new LotCacheProjection(store, SimpleQueryUpdateEmitter.builder().build(), InstantSource.system()));
    }

    private static UnknownSerializedType unknown(String name) {
        return new UnknownSerializedType(
                org.axonframework.serialization.json.JacksonSerializer.defaultSerializer(),
                new SimpleSerializedObject<>("{}", String.class, name, "1"));
    }

    private void handle(List<TrackedEventMessage<?>> messages, int batchSize) {
        handle(messages, batchSize, transactions);
    }

    private void handle(List<TrackedEventMessage<?>> messages, int batchSize, TransactionManager manager) {
        for (int from = 0; from < messages.size(); from += batchSize) {
            List<TrackedEventMessage<?>> batch = messages.subList(from, Math.min(messages.size(), from + batchSize));
            BatchingUnitOfWork<TrackedEventMessage<?>> unitOfWork = new BatchingUnitOfWork<>(batch);
            unitOfWork.attachTransaction(manager);
            ResultMessage<?> result = execute(unitOfWork);
            if (result.isExceptional()) {
                throw (RuntimeException) result.exceptionResult();
            }
        }
    }

    private ResultMessage<?> execute(BatchingUnitOfWork<TrackedEventMessage<?>> unitOfWork) {
        return unitOfWork.executeWithResult(
                () -> projection.handle(unitOfWork.getMessage()), RollbackConfigurationType.ANY_THROWABLE);
    }

    private long watermark() {
        return Long.parseLong(
                TableDump.rows(database, "select seq from lots.watermark").getFirst());
    }
}
