package io.tidemark.config.imports;

import io.tidemark.command.domain.MessageFingerprint;
import io.tidemark.messages.command.MovementCommand;

/**
 * A message of a file that is imported.
 *
 * @param command the message
 * @param appearance how often the file has held the same message, with this one, from 1. What is counted may begin anew
 *     once the message was applied, for all that come after are repeats
 */
public record ImportedMessage(MovementCommand command, int appearance) {

    public ImportedMessage {
        if (appearance < 1) {
            throw new IllegalArgumentException("appearances are counted from 1, and this is " + appearance);
        }
    }

    /** What says whether another message is the same, 32 hex digits. */
    public String fingerprint() {
        return MessageFingerprint.of(command);
    }
}
