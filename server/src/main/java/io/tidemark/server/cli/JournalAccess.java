package io.tidemark.server.cli;

import io.tidemark.config.journal.JournalArchive;
import io.tidemark.journal.JournalUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The journal that a command works on: in the database of a server that runs, or in one that is started for it. */
final class JournalAccess implements AutoCloseable {

    private static final String ACCEPT_WEAK_DURABILITY = "tidemark.database.accept-weak-durability";

    private final LedgerStarter.Journal journal;
    private final ReleasedOnExit release;

    private JournalAccess(LedgerStarter.Journal journal) {
        this.journal = journal;
        this.release = new ReleasedOnExit("tidemark-journal-stop", journal::close);
    }

    /** For a command that changes nothing: the ledger must be there, and may be one that could lose something. */
    static JournalAccess toRead(DatabaseOptions database, Surroundings surroundings) {
        Path data = database.dataDirectory(surroundings);
        if (!database.isExternal(surroundings) && !isLedger(data)) {
            throw new CommandException(
                    ExitCode.USAGE, "there is no ledger in " + data + "; --data names another place");
        }
        List<String> settings = settings(database, surroundings);
        if (surroundings.property(ACCEPT_WEAK_DURABILITY) == null) {
            settings.add("--" + ACCEPT_WEAK_DURABILITY + "=true");
        }
        return new JournalAccess(surroundings.ledgers().openJournal(settings));
    }

    /** For a command that writes: the ledger is made if it is not there. */
    static JournalAccess toWrite(DatabaseOptions database, Surroundings surroundings) {
        return new JournalAccess(surroundings.ledgers().openJournal(settings(database, surroundings)));
    }

    /** Whether a ledger was ever started in a directory. */
    static boolean isLedger(Path data) {
        return Files.isDirectory(data.resolve("postgres"));
    }

    /** What is said when the database or a file gives up in the middle. */
    static CommandException failed(Exception cause) {
        String message = cause instanceof JournalUnavailableException ? cause.getMessage() : "broken off: " + cause;
        return new CommandException(ExitCode.FAILED, String.valueOf(message));
    }

    JournalArchive archive() {
        return journal.archive();
    }

    @Override
    public void close() {
        release.close();
    }

    private static List<String> settings(DatabaseOptions database, Surroundings surroundings) {
        Path data = database.dataDirectory(surroundings);
        List<String> settings = new ArrayList<>(database.settings(data, surroundings));
        if (!database.isExternal(surroundings)) {
            Optional<List<String>> running = surroundings.ledgers().databaseOn(data);
            running.ifPresent(settings::addAll);
        }
        return settings;
    }
}
