package io.tidemark.config.imports;

import io.tidemark.messages.command.MovementCommand;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts how often the messages of one file appear in it. Holds the messages that are under way or were refused, some
 * hundred bytes each, and none that was applied. Safe for many threads.
 */
public final class Appearances {

    private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();

    /** Nothing has appeared. */
    public Appearances() {}

    /** The next appearance of a message. */
    public ImportedMessage next(MovementCommand command) {
        int appearance = counts.merge(new ImportedMessage(command, 1).fingerprint(), 1, Integer::sum);
        return new ImportedMessage(command, appearance);
    }

    /** Says that a message is in the journal, so that its further appearances need not be told apart. */
    public void applied(ImportedMessage message) {
        counts.remove(message.fingerprint());
    }
}
