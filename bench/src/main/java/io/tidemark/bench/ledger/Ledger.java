package io.tidemark.bench.ledger;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.load.Sender;
import io.tidemark.config.projections.ProjectionControl;
import io.tidemark.config.projections.ProjectionStatus;
import io.tidemark.config.projections.ScannedPages;
import io.tidemark.messages.Limits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.GetBalance;
import io.tidemark.messages.query.JournalVerification;
import io.tidemark.messages.query.VerifyJournal;
import io.tidemark.projection.store.JournalPages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** The ledger as an application embeds it, everything on, over a scratch database. Thread-safe. */
public final class Ledger implements Sender, AutoCloseable {

    /** A query for the number of events. */
    public static final String EVENT_COUNT = "select seq from journal.head";

    private static final int POLL_MILLIS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ConfigurableApplicationContext context;
    private final CommandGateway commands;
    private final QueryGateway queries;
    private final ProjectionControl projections;

    private Ledger(ConfigurableApplicationContext context) {
        this.context = context;
        this.commands = context.getBean(CommandGateway.class);
        this.queries = context.getBean(QueryGateway.class);
        this.projections = context.getBean(ProjectionControl.class);
    }

    /** Starts a ledger on a database, migrated or not. */
    public static Ledger start(ScratchDatabase database, String... options) {
        return start(database.url(), database.user(), database.password(), options);
    }

    /**
     * The same for a process that has no scratch server of its own.
     *
     * @param options settings of the ledger's, as {@code --tidemark.name=value}
     */
    public static Ledger start(String url, String user, String password, String... options) {
        SpringApplication application = new SpringApplication(LedgerApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        List<String> arguments = new ArrayList<>(List.of(
                "--tidemark.database.url=" + url,
                "--tidemark.database.user=" + user,
                "--tidemark.database.password=" + password,
                "--spring.main.banner-mode=off",
                "--spring.main.register-shutdown-hook=false",
                "--logging.level.root=WARN"));
        arguments.addAll(List.of(options));
        return new Ledger(application.run(arguments.toArray(String[]::new)));
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
        sendAll(messages);
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
            projections.list().forEach(Ledger::requireSound);
            requirePatience(start);
            Thread.sleep(POLL_MILLIS);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Has the journal verified, all of it. */
    public JournalVerification verify() {
        return queries.query(new VerifyJournal(), ResponseTypes.instanceOf(JournalVerification.class))
                .join();
    }

    /** What an account has now, as the projections know it. */
    public Balance balance(String account) {
        return queries.query(
                        new GetBalance(account, Limits.DEFAULT_CURRENCY, null, null),
                        ResponseTypes.instanceOf(Balance.class))
                .join();
    }

    /** The journal as rebuilds read it. */
    public JournalPages<AccountEvent> pages() {
        return context.getBean(ScannedPages.class);
    }

    /** The events, for handlers of another kind than the ledger's. */
    public EventStore events() {
        return context.getBean(EventStore.class);
    }

    /**
     * Rebuilds a projection as its users do, and returns when the new rows are the ones that are read. To be called when
     * nothing is sent.
     *
     * @return how long that took, in seconds
     * @throws IllegalStateException if it does not come to its end
     */
    public double rebuild(String projection) throws InterruptedException {
        long start = System.nanoTime();
        if (projections.reset(projection) != ProjectionControl.ResetResult.STARTED) {
            throw new IllegalStateException("no rebuild of " + projection + " began");
        }
        ProjectionStatus status = status(projection);
        while (status.state() == ProjectionStatus.State.REBUILDING || status.committedSeq() < status.headSeq()) {
            requirePatience(start);
            Thread.sleep(POLL_MILLIS);
            status = status(projection);
            requireSound(status);
        }
        requireSound(status);
        return (System.nanoTime() - start) / 1e9;
    }

    /** Rebuilds a projection while others send, and returns when the new rows are the ones that are read. */
    public void rebuildUnderLoad(String projection) throws InterruptedException {
        long start = System.nanoTime();
        if (projections.reset(projection) != ProjectionControl.ResetResult.STARTED) {
            throw new IllegalStateException("no rebuild of " + projection + " began");
        }
        while (status(projection).state() == ProjectionStatus.State.REBUILDING) {
            requirePatience(start);
            Thread.sleep(POLL_MILLIS);
        }
        requireSound(status(projection));
    }

    private ProjectionStatus status(String projection) {
        return projections.list().stream()
                .filter(status -> status.name().equals(projection))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no projection " + projection));
    }

    private static void requireSound(ProjectionStatus status) {
        if (status.state() == ProjectionStatus.State.FAILED || status.error() != null) {
            throw new IllegalStateException("projection " + status.name() + " failed: " + status.error());
        }
    }

    private static void requirePatience(long startNanos) {
        if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
            throw new IllegalStateException("projections do not catch up");
        }
    }

    /** Stops those who read first, then what they read from, then its connections. */
    @Override
    public void close() {
        context.stop();
        if (events() instanceof EmbeddedEventStore store) {
            // Nobody else does, and its thread would go on reading through a pool that is closed.
            store.shutDown();
        }
        context.close();
    }
}
