package io.tidemark.server.http.support;

import io.tidemark.config.projections.ProjectionControl;
import io.tidemark.config.projections.ProjectionStatus;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.command.MovementReceipt;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.query.Balance;
import io.tidemark.messages.query.BalanceList;
import io.tidemark.messages.query.GetBalance;
import io.tidemark.messages.query.GetJournalHead;
import io.tidemark.messages.query.JournalHead;
import io.tidemark.messages.query.ListBalances;
import io.tidemark.messages.query.ListHistory;
import io.tidemark.messages.query.ListLots;
import io.tidemark.messages.query.Page;
import io.tidemark.messages.query.ReadJournal;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;

/** Real Axon buses whose handlers record what comes and answer what the test says. */
public final class ScriptedLedger implements ProjectionControl {

    /** What a message is answered with unless a test says otherwise. */
    public static final Instant RECORDED = Instant.parse("2026-11-21T10:00:00.123456Z");

    private final SimpleCommandBus commandBus = SimpleCommandBus.builder().build();
    private final SimpleQueryBus queryBus = SimpleQueryBus.builder().build();
    private final AtomicLong seq = new AtomicLong();

    /** Every command, in the order in which its handling began. */
    public final List<MovementCommand> commands = Collections.synchronizedList(new ArrayList<>());

    /** Every query. */
    public final List<Object> queries = new CopyOnWriteArrayList<>();

    /** Projections as they are listed. */
    public final List<ProjectionStatus> projections = new CopyOnWriteArrayList<>();

    private volatile Function<MovementCommand, MovementOutcome> movements = this::applied;
    private volatile Function<Object, Object> reads = ScriptedLedger::nothing;
    private volatile Function<String, ResetResult> resets = name -> ResetResult.UNKNOWN;

    /** Buses with handlers for everything that the interface sends. */
    public ScriptedLedger() {
        for (Class<?> type : List.of(GrantCredits.class, SpendCredits.class, TransferCredits.class)) {
            commandBus.subscribe(type.getName(), message -> {
                MovementCommand command = (MovementCommand) message.getPayload();
                commands.add(command);
                return movements.apply(command);
            });
        }
        subscribe(GetBalance.class, Balance.class);
        subscribe(ListBalances.class, BalanceList.class);
        subscribe(ListLots.class, Page.class);
        subscribe(ListHistory.class, Page.class);
        subscribe(ReadJournal.class, Page.class);
        subscribe(GetJournalHead.class, JournalHead.class);
    }

    private void subscribe(Class<?> query, Type answer) {
        queryBus.subscribe(query.getName(), answer, message -> {
            queries.add(message.getPayload());
            return reads.apply(message.getPayload());
        });
    }

    /** Forgets everything. */
    public void reset() {
        commands.clear();
        queries.clear();
        projections.clear();
        movements = this::applied;
        reads = ScriptedLedger::nothing;
        resets = name -> ResetResult.UNKNOWN;
    }

    /** From now on commands are answered so. */
    public void onCommand(Function<MovementCommand, MovementOutcome> answer) {
        movements = answer;
    }

    /** From now on queries are answered so. */
    public void onQuery(Function<Object, Object> answer) {
        reads = answer;
    }

    /** From now on resets are answered so. */
    public void onReset(Function<String, ResetResult> answer) {
        resets = answer;
    }

    /** The answer to a command that was recorded now, without results. */
    public MovementOutcome applied(MovementCommand command) {
        long at = seq.incrementAndGet();
        return new MovementOutcome.Applied(
                new MovementReceipt(command.ref(), command.kind(), at, at, RECORDED, RECORDED, List.of()), false);
    }

    private static Object nothing(Object query) {
        return switch (query) {
            case GetBalance q -> new Balance(q.account(), q.currency(), 0, RECORDED, 0, List.of());
            case ListBalances q -> new BalanceList(List.of(), null, q.count() ? 0L : null, 0);
            case GetJournalHead q -> new JournalHead(0, "00");
            default -> new Page<>(List.of(), null, 0);
        };
    }

    @Override
    public List<ProjectionStatus> list() {
        return projections;
    }

    @Override
    public ResetResult reset(String name, boolean isVerified) {
        return resets.apply(isVerified ? name + "?verify" : name);
    }

    @Override
    public CancelResult cancel(String name) {
        return switch (resets.apply(name)) {
            case STARTED -> CancelResult.CANCELLED;
            case ALREADY_RUNNING -> CancelResult.NOT_RUNNING;
            case UNKNOWN -> CancelResult.UNKNOWN;
        };
    }

    CommandGateway commandGateway() {
        return DefaultCommandGateway.builder().commandBus(commandBus).build();
    }

    QueryGateway queryGateway() {
        return DefaultQueryGateway.builder().queryBus(queryBus).build();
    }
}
