package io.tidemark.server.cli;

import io.tidemark.config.imports.ImportMode;
import io.tidemark.config.imports.ImportOutcome;
import io.tidemark.config.imports.ImportedMessage;
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
     * Starts a server.
     *
     * @param settings as {@code --name=value}
     * @param terminal hears of what is unsafe about the settings
     * @throws CommandException if it cannot start
     */
    Server startServer(List<String> settings, Terminal terminal);

    /** Where the server that has the data directory answers, if there is one. */
    Optional<URI> runningOn(Path dataDirectory);
}
