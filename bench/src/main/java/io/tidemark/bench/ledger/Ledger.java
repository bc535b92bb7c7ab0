package io.tidemark.bench.ledger;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.load.Sender;
import io.tidemark.config.projections.ProjectionControl;
import io.tidemark.config.projections.ProjectionStatus;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** The ledger as an application embeds it, everything on, over a scratch database. Thread-safe. */
public final class Ledger implements Sender, AutoCloseable {

    /** A query for the number of events. */
    public static final String EVENT_COUNT = "select seq from journal.head";

    private static final int SENT_TOGETHER = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ConfigurableApplicationContext context;
    private final CommandGateway commands;
    private final ProjectionControl projections;

    private Ledger(ConfigurableApplicationContext context) {
        this.context = context;
        this.commands = context.getBean(CommandGateway.class);
        this.projections = context.getBean(ProjectionControl.class);
    }

    /** Starts a ledger on a database, migrated or not. */
    public static Ledger start(ScratchDatabase database) {
        SpringApplication application = new SpringApplication(LedgerApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return new Ledger(application.run(
                "--tidemark.database.url=" + database.url(),
                "--tidemark.database.user=" + database.user(),
                "--tidemark.database.password=" + database.password(),
                "--spring.main.banner-mode=off",
                "--spring.main.register-shutdown-hook=false",
                "--logging.level.root=WARN"));
    }

    @Override
    public void send(MovementCommand command) {
        MovementOutcome outcome = commands.sendAndWait(command);
        if (!(outcome instanceof MovementOutcome.Applied)) {
            throw new IllegalStateException("refused: " + outcome);
        }
    }

    /** Sends messages that prepare a run, a few at a time, and waits until the projections have them too. */
    public void prepare(List<MovementCommand> messages) throws InterruptedException {
        try (ExecutorService senders = Executors.newFixedThreadPool(SENT_TOGETHER)) {
            List<Future<?>> answers = new ArrayList<>();
            messages.forEach(message -> answers.add(senders.submit(() -> send(message))));
            for (Future<?> answer : answers) {
                answer.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a run could not be prepared", e);
        }
        awaitProjections();
    }

    /** Events that the projection which is furthest behind has not committed. */
    public long behind() {
        return projections.list().stream()
                .mapToLong(status -> status.headSeq() - status.committedSeq())
                .max()
                .orElse(0);
    }

    /**
     * Waits until all projections have committed the whole journal. To be called when nothing is sent.
     *
     * @return how long that took, in seconds
     * @throws IllegalStateException if one has failed, or takes too long
     */
    public double awaitProjections() throws InterruptedException {
        long start = System.nanoTime();
        while (behind() > 0) {
            for (ProjectionStatus status : projections.list()) {
                if (status.state() == ProjectionStatus.State.FAILED) {
                    throw new IllegalStateException("projection " + status.name() + " failed: " + status.error());
                }
            }
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("projections do not catch up");
            }
            Thread.sleep(10);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
        context.close();
    }
}
