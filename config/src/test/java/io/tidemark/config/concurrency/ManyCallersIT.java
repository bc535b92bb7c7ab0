package io.tidemark.config.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.sample.SampleApplication;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.query.GetJournalHead;
import io.tidemark.messages.query.JournalHead;
import io.tidemark.testkit.LedgerInvariants;
import io.tidemark.testkit.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Many callers on few accounts, on one node and on two: nothing is lost, doubled, overdrawn or stuck. */
class ManyCallersIT {

    private static final int CALLERS = 64;
    private static final int ACCOUNTS = 10;
    private static final int MESSAGES_EACH = 40;
    private static final long FUNDS = 1_000;

    @Test
    void sixty_four_callers_on_ten_accounts_lose_nothing(@TempDir Path data) throws Exception {
        DataSource database = TestPostgres.emptyDatabase();
        try (ConfigurableApplicationContext node = start(data, database)) {
            storm(database, List.of(node));
        }
    }

    @Test
    void two_nodes_on_one_database_lose_nothing(@TempDir Path data) throws Exception {
        DataSource database = TestPostgres.emptyDatabase();
        try (ConfigurableApplicationContext one = start(data, database);
                ConfigurableApplicationContext other = start(data, database)) {
            storm(database, List.of(one, other));
        }
    }

    /** Every message is sent twice, by different callers; each must have one effect and one answer. */
    private static void storm(DataSource database, List<ConfigurableApplicationContext> nodes) throws Exception {
        fund(nodes.getFirst());
        List<MovementCommand> messages = messages(new Random(20261121));
        List<List<MovementOutcome>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<List<MovementOutcome>>> running = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int first = caller / 2 * MESSAGES_EACH;
                CommandGateway gateway = nodes.get(caller % nodes.size()).getBean(CommandGateway.class);
                Callable<List<MovementOutcome>> task = () -> messages.subList(first, first + MESSAGES_EACH).stream()
                        .map(message -> gateway.<MovementOutcome>sendAndWait(message))
                        .toList();
                running.add(callers.submit(task));
            }
            for (Future<List<MovementOutcome>> future : running) {
                answers.add(future.get());
            }
        }
        assertOneAnswerForBothSendings(answers);
        long head = nodes.getFirst()
                .getBean(QueryGateway.class)
                .query(new GetJournalHead(), JournalHead.class)
                .join()
                .seq();
        LedgerInvariants.awaitAndCheck(database, head);
    }

    private static void assertOneAnswerForBothSendings(List<List<MovementOutcome>> answers) {
        for (int pair = 0; pair < CALLERS; pair += 2) {
            for (int i = 0; i < MESSAGES_EACH; i++) {
                MovementOutcome one = answers.get(pair).get(i);
                MovementOutcome other = answers.get(pair + 1).get(i);
                if (one instanceof MovementOutcome.Applied a && other instanceof MovementOutcome.Applied b) {
                    assertThat(a.receipt()).isEqualTo(b.receipt());
                    assertThat(a.repeated()).isNotEqualTo(b.repeated());
                }
            }
        }
    }

    private static void fund(ConfigurableApplicationContext node) {
        List<GrantCredits.Item> items = new ArrayList<>();
        for (int account = 0; account < ACCOUNTS; account++) {
            items.add(new GrantCredits.Item("account-" + account, FUNDS));
        }
        MovementOutcome outcome =
                node.getBean(CommandGateway.class).sendAndWait(new GrantCredits("fund", "mint", items));
        assertThat(outcome).isInstanceOf(MovementOutcome.Applied.class);
    }

    private static List<MovementCommand> messages(Random random) {
        List<MovementCommand> messages = new ArrayList<>();
        for (int i = 0; i < CALLERS / 2 * MESSAGES_EACH; i++) {
            String ref = "m-" + i;
            String account = "account-" + random.nextInt(ACCOUNTS);
            String other = "account-" + random.nextInt(ACCOUNTS);
            long amount = 1L + random.nextInt(50);
            messages.add(
                    switch (random.nextInt(3)) {
                        case 0 -> new GrantCredits(ref, "mint", List.of(new GrantCredits.Item(account, amount)));
                        case 1 ->
                            new SpendCredits(
                                    ref,
                                    List.of(
                                            new SpendCredits.Item(account, amount),
                                            new SpendCredits.Item(other, amount)));
                        default -> new TransferCredits(ref, account, List.of(new TransferCredits.Item(other, amount)));
                    });
        }
        return messages;
    }

    private static ConfigurableApplicationContext start(Path data, DataSource database) {
        SpringApplication application = new SpringApplication(SampleApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context ->
                ((GenericApplicationContext) context).registerBean("dataSource", DataSource.class, () -> database));
        return application.run("--tidemark.data=" + data, "--logging.level.root=WARN");
    }
}
