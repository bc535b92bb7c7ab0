package io.tidemark.config.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.config.projections.ProjectionControl;
import io.tidemark.config.projections.ProjectionStatus;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.GetBalance;
import io.tidemark.messages.query.GetJournalHead;
import io.tidemark.messages.query.JournalHead;
import io.tidemark.messages.refusal.Refusal;
import io.tidemark.testkit.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SubscriptionQueryResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Drives the ledger as an application that embeds it would: gateways, a subscription query, a reset, a restart. */
class EmbeddingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void an_application_on_the_embedded_default_moves_credit_and_finds_it_after_a_restart(@TempDir Path data) {
        long seq;
        try (ConfigurableApplicationContext context = start(data, null)) {
            seq = moveSomeCredit(context);
            assertBalances(context, seq);
        }
        try (ConfigurableApplicationContext context = start(data, null)) {
            assertBalances(context, seq);
            assertThat(send(context, grant()))
                    .isInstanceOfSatisfying(
                            MovementOutcome.Applied.class,
                            applied -> assertThat(applied.repeated()).isTrue());
        }
    }

    @Test
    void an_application_on_its_own_data_source_resets_the_lot_cache_and_reads_the_same(@TempDir Path data) {
        try (ConfigurableApplicationContext context = start(data, TestPostgres.emptyDatabase())) {
            long seq = moveSomeCredit(context);
            assertBalances(context, seq);
            ProjectionControl projections = context.getBean(ProjectionControl.class);
            assertThat(projections.reset("nothing")).isEqualTo(ProjectionControl.ResetResult.UNKNOWN);
            assertThat(projections.reset("lots")).isEqualTo(ProjectionControl.ResetResult.STARTED);
            await().atMost(PATIENCE)
                    .until(() -> projections.list().stream()
                            .allMatch(status -> status.state() == ProjectionStatus.State.RUNNING));
            assertBalances(context, seq);
        }
    }

    @Test
    void a_subscription_query_on_a_balance_is_told_of_every_change(@TempDir Path data) {
        try (ConfigurableApplicationContext context = start(data, TestPostgres.emptyDatabase())) {
            List<Long> seen = new CopyOnWriteArrayList<>();
            try (SubscriptionQueryResult<Balance, Balance> subscription = context.getBean(QueryGateway.class)
                    .subscriptionQuery(
                            new GetBalance("alice", "CREDIT", null, null),
                            ResponseTypes.instanceOf(Balance.class),
                            ResponseTypes.instanceOf(Balance.class))) {
                assertThat(subscription.initialResult().block(PATIENCE).balance())
                        .isZero();
                subscription.updates().subscribe(balance -> seen.add(balance.balance()));
                moveSomeCredit(context);
                await().atMost(PATIENCE).until(() -> seen.contains(55L));
            }
        }
    }

    @Test
    void a_movement_sent_from_within_another_unit_of_work_is_durable_when_it_is_answered(@TempDir Path data) {
        try (ConfigurableApplicationContext context = start(data, TestPostgres.emptyDatabase())) {
            UnitOfWork<?> handler = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("order placed"));
            MovementOutcome granted = send(context, grant());
            MovementOutcome spent = send(context, new SpendCredits("s-1", List.of(new SpendCredits.Item("alice", 30))));
            assertThat(CurrentUnitOfWork.get()).isSameAs(handler);
            handler.rollback();

            assertThat(granted).isInstanceOf(MovementOutcome.Applied.class);
            assertThat(spent)
                    .isInstanceOfSatisfying(
                            MovementOutcome.Applied.class,
                            applied -> assertThat(applied.receipt().seqTo()).isEqualTo(2));
            assertThat(query(context, new GetBalance("alice", "CREDIT", null, 2L), Balance.class)
                            .balance())
                    .isEqualTo(70);
        }
    }

    private static long moveSomeCredit(ConfigurableApplicationContext context) {
        List<MovementOutcome> outcomes = new ArrayList<>();
        outcomes.add(send(context, grant()));
        outcomes.add(send(context, new SpendCredits("s-1", List.of(new SpendCredits.Item("alice", 30)))));
        outcomes.add(send(context, new TransferCredits("t-1", "alice", List.of(new TransferCredits.Item("bob", 15)))));
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(MovementOutcome.Applied.class));
        assertThat(send(context, new SpendCredits("s-2", List.of(new SpendCredits.Item("alice", 56)))))
                .isEqualTo(new MovementOutcome.Refused(new Refusal.InsufficientCredit("alice", "CREDIT", 56, 55)));
        assertThat(send(context, new GrantCredits("g-1", "issuer", List.of(new GrantCredits.Item("alice", 1)))))
                .isInstanceOfSatisfying(
                        MovementOutcome.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.RefConflict.class));
        long seq = query(context, new GetJournalHead(), JournalHead.class).seq();
        assertThat(seq).isEqualTo(4);
        return seq;
    }

    private static void assertBalances(ConfigurableApplicationContext context, long seq) {
        assertThat(query(context, new GetBalance("alice", "CREDIT", null, seq), Balance.class)
                        .balance())
                .isEqualTo(55);
        assertThat(query(context, new GetBalance("bob", "CREDIT", null, seq), Balance.class)
                        .balance())
                .isEqualTo(15);
    }

    private static GrantCredits grant() {
        return new GrantCredits("g-1", "issuer", List.of(new GrantCredits.Item("alice", 100)));
    }

    private static MovementOutcome send(ConfigurableApplicationContext context, Object command) {
        return context.getBean(CommandGateway.class).sendAndWait(command);
    }

    private static <R> R query(ConfigurableApplicationContext context, Object query, Class<R> type) {
        return context.getBean(QueryGateway.class).query(query, type).join();
    }

    private static ConfigurableApplicationContext start(Path data, DataSource own) {
        SpringApplication application = new SpringApplication(SampleApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        if (own != null) {
            application.addInitializers(context ->
                    ((GenericApplicationContext) context).registerBean("dataSource", DataSource.class, () -> own));
        }
        return application.run("--tidemark.data=" + data, "--logging.level.root=WARN");
    }
}
