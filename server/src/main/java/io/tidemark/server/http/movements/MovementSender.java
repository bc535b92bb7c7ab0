package io.tidemark.server.http.movements;

import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.command.MovementOutcome.Applied;
import io.tidemark.messages.command.MovementOutcome.Refused;
import io.tidemark.server.http.edge.BusAnswers;
import io.tidemark.server.http.edge.HttpSettings;
import io.tidemark.server.http.problem.Failures;
import io.tidemark.server.http.problem.ProblemException;
import io.tidemark.server.http.problem.Refusals;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.stereotype.Component;

/** Sends movements over the command bus and waits for what becomes of them. Safe to use from any thread. */
@Component
public class MovementSender {

    private final CommandGateway commands;
    private final HttpSettings settings;

    /** A sender over a command bus. */
    public MovementSender(CommandGateway commands, HttpSettings settings) {
        this.commands = commands;
        this.settings = settings;
    }

    /**
     * What a movement did.
     *
     * @throws ProblemException if it was refused, or its outcome did not come in time
     */
    Applied send(MovementCommand command) {
        MovementOutcome outcome = BusAnswers.of(
                commands.<MovementOutcome>send(command), settings.answerTimeout(), Failures.outcomeUnknown());
        return switch (outcome) {
            case Applied applied -> applied;
            case Refused refused -> throw new ProblemException(Refusals.problemOf(refused.refusal()));
        };
    }
}
