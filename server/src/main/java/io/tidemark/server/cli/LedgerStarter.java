package io.tidemark.server.cli;

import io.tidemark.config.imports.ImportMode;
import io.tidemark.config.imports.ImportOutcome;
import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.config.journal.JournalArchive;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts ledgers in this process, and knows those that other processes run. */
interface LedgerStarter {

    /** A ledger with a command bus and no web server. */
    interface Local extends AutoCloseable {

        /** Has one message judged, and waits for it. */
        ImportOutcome send(ImportedMessage message, ImportMode mode);

        @Override
        void close();
    }

    /** The journal of a ledger, with nothing of the ledger around it. */
    interface Journal extends AutoCloseable {

        /** What can be done with it. */
        JournalArchive archive();

        @Override
        void close();
    }

    /** A server that answers HTTP. */
    interface Server extends AutoCloseable {

        /** Where it answers. */
        URI url();

        /** Waits until it is stopped. */
        void awaitStop() throws InterruptedException;

        @Override
        void close();
    }

    /**
     * Starts a ledger without a web server. Whoever starts it closes it, also when the process is told to end.
     *
     * @param settings as {@code --name=value}
     * @throws CommandException if it cannot start
     */
    Local startLocal(List<String> settings);

    /**
     * Opens the journal in a ledger's database, and starts that database where it is embedded. Whoever opens it closes
     * it, also when the process is told to end.
     *
     * @param settings as {@code --name=value}
     * @throws CommandException if it cannot be opened
     */
    Journal openJournal(List<String> settings);

    /**
     * Starts a server.
     *
     * @param settings as {@code --name=value}
     * @param terminal hears of what is unsafe about the settings
     * @throws CommandException if it cannot start
     */
    Server startServer(List<String> settings, Terminal terminal);

    /** Where the server that has the data directory answers, if there is one. */
    Optional<URI> runningOn(Path dataDirectory);

    /**
     * The settings, as {@code --name=value}, that lead to the database of the process that has the data directory, if
     * there is one.
     */
    Optional<List<String>> databaseOn(Path dataDirectory);
}
