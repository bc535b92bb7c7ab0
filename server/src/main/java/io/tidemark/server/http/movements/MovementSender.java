package io.tidemark.server.http.movements;

import io.tidemark.config.imports.ImportJudge;
import io.tidemark.config.imports.ImportMode;
import io.tidemark.config.imports.ImportOutcome;
import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.config.imports.RememberedRefusal;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.command.MovementOutcome.Applied;
import io.tidemark.messages.command.MovementOutcome.Refused;
import io.tidemark.server.http.edge.BusAnswers;
import io.tidemark.server.http.edge.HttpSettings;
import io.tidemark.server.http.problem.Failures;
import io.tidemark.server.http.problem.Problem;
import io.tidemark.server.http.problem.ProblemException;
import io.tidemark.server.http.problem.ProblemType;
import io.tidemark.server.http.problem.Refusals;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.stereotype.Component;

/** Sends movements over the command bus and waits for what becomes of them. Safe to use from any thread. */
@Component
public class MovementSender {

    private final CommandGateway commands;
    private final ImportJudge imports;
    private final HttpSettings settings;

    /** A sender over a command bus, and over what keeps imports from having a second effect. */
    public MovementSender(CommandGateway commands, ImportJudge imports, HttpSettings settings) {
        this.commands = commands;
        this.imports = imports;
        this.settings = settings;
    }

    /**
     * What a movement did.
     *
     * @throws ProblemException if it was refused, or its outcome did not come in time
     */
    Applied send(MovementCommand command) {
        return applied(outcome(command));
    }

    /**
     * What one message of many did.
     *
     * @throws ProblemException if it was refused, now or in an earlier import, or its outcome did not come in time
     */
    Applied send(ImportedMessage message, MessageForm form) {
        ImportMode mode = form.mode();
        if (mode == null) {
            return send(message.command());
        }
        return switch (imports.judge(message, mode, this::outcome)) {
            case ImportOutcome.Judged judged -> applied(judged.outcome());
            case ImportOutcome.Remembered remembered -> throw new ProblemException(problemOf(remembered.refusal()));
        };
    }

    private MovementOutcome outcome(MovementCommand command) {
        return BusAnswers.of(
                commands.<MovementOutcome>send(command), settings.answerTimeout(), Failures.outcomeUnknown());
    }

    private static Applied applied(MovementOutcome outcome) {
        return switch (outcome) {
            case Applied applied -> applied;
            case Refused refused -> throw new ProblemException(Refusals.problemOf(refused.refusal()));
        };
    }

    private static Problem problemOf(RememberedRefusal refusal) {
        ProblemType type = ProblemType.ofSlug(refusal.type())
                .orElseThrow(() -> new IllegalStateException("no problem type for the refusal " + refusal.type()));
        return Problem.of(type, refusal.detail()).with("refused_at", refusal.refusedAt());
    }
}
