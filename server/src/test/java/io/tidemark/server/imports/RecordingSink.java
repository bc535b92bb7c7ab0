package io.tidemark.server.imports;

import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.messages.command.MovementCommand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Takes every movement but the first appearance of some, and knows the refs it has seen. */
final class RecordingSink implements MovementSink {

    final List<MovementCommand> commands = new ArrayList<>();
    final List<Integer> appearances = new ArrayList<>();
    final Set<String> refusedOnce = new HashSet<>();
    private final Set<String> refs = new HashSet<>();
    private boolean drained;

    @Override
    public void send(ImportedMessage message, Consumer<SinkAnswer> answered) {
        MovementCommand command = message.command();
        commands.add(command);
        appearances.add(message.appearance());
        drained = false;
        if (refusedOnce.contains(command.ref()) && message.appearance() == 1) {
            answered.accept(new SinkAnswer.Refused(new RefusalReason("insufficient-credit", "too little"), true));
            return;
        }
        answered.accept(new SinkAnswer.Applied(commands.size(), !refs.add(command.ref())));
    }

    @Override
    public void drain() {
        drained = true;
    }

    boolean isDrained() {
        return drained;
    }

    @Override
    public void close() {}
}
