package io.tidemark.server.imports;

import io.tidemark.messages.command.MovementCommand;

/** What one line of an import means before the ledger has seen it. */
public sealed interface MappedLine {

    /**
     * A movement to send.
     *
     * @param command the message
     */
    record Movement(MovementCommand command) implements MappedLine {}

    /**
     * A well-formed message that is not one of those to import.
     *
     * @param why which condition it does not meet, for counting
     */
    record Ignored(String why) implements MappedLine {}

    /**
     * A message that cannot be applied whatever the ledger holds.
     *
     * @param reason what is wrong with it
     * @param malformed whether the line is not even a message: not JSON, not an object, without an identity
     */
    record Refused(RefusalReason reason, boolean malformed) implements MappedLine {}

    /** A line that is no message. */
    static MappedLine malformed(String detail) {
        return new Refused(new RefusalReason("malformed-line", detail), true);
    }
}
