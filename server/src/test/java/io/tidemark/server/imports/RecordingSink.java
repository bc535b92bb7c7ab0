package io.tidemark.server.imports;

import io.tidemark.messages.command.MovementCommand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Takes every movement, and knows the refs it has seen. */
final class RecordingSink implements MovementSink {

    final List<MovementCommand> commands = new ArrayList<>();
    private final Set<String> refs = new HashSet<>();
    private boolean drained;

    @Override
    public void send(MovementCommand command, Consumer<SinkAnswer> answered) {
        commands.add(command);
        drained = false;
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
