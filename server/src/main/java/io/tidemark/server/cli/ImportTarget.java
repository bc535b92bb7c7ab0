package io.tidemark.server.cli;

import io.tidemark.config.imports.ImportMode;
import io.tidemark.server.imports.BusMovementSink;
import io.tidemark.server.imports.HttpMovementSink;
import io.tidemark.server.imports.MovementSink;
import io.tidemark.server.imports.Patience;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger that an import goes into: a server, or one that is started in this process for the time of the import. */
final class ImportTarget implements AutoCloseable {

    private final MovementSink sink;
    private final String description;
    private final Runnable release;

    private ImportTarget(MovementSink sink, String description, Runnable release) {
        this.sink = sink;
        this.description = description;
        this.release = release;
    }

    private static ImportTarget server(URI url, MovementSink sink) {
        return new ImportTarget(sink, url.toString(), sink::close);
    }

    /** The ledger that the options name. */
    static ImportTarget choose(
            @Nullable String url, DatabaseOptions database, ImportMode mode, Surroundings surroundings) {
        boolean own = database.isAnyGiven() || !surroundings.properties().isEmpty();
        if (url != null) {
            if (own) {
                throw new CommandException(
                        ExitCode.USAGE, "either --url, or --data and settings of a ledger in this process");
            }
            return server(ClientOptions.url(url, surroundings), mode);
        }
        if (!own) {
            URI usual = ClientOptions.url(null, surroundings);
            if (new LedgerClient(usual).isTidemark()) {
                return server(usual, new HttpMovementSink(usual, mode, Patience.DEFAULT));
            }
            if (surroundings.variable("TIDEMARK_URL") != null) {
                return server(usual, mode);
            }
        }
        return local(database, mode, surroundings);
    }

    MovementSink sink() {
        return sink;
    }

    /** Where the messages go, for people. */
    String description() {
        return description;
    }

    @Override
    public void close() {
        release.run();
    }

    private static ImportTarget server(URI url, ImportMode mode) {
        new LedgerClient(url).get(LedgerClient.path("journal", "head"));
        return server(url, new HttpMovementSink(url, mode, Patience.DEFAULT));
    }

    private static ImportTarget local(DatabaseOptions database, ImportMode mode, Surroundings surroundings) {
        Path data = database.dataDirectory(surroundings);
        boolean external = database.isExternal(surroundings);
        Optional<URI> running =
                external ? Optional.empty() : surroundings.ledgers().runningOn(data);
        if (running.isPresent()) {
            if (!surroundings.properties().isEmpty()) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "a server at " + running.get() + " has " + data + ", and settings are the server's to have");
            }
            return server(running.get(), mode);
        }
        LedgerStarter.Local local = surroundings.ledgers().startLocal(database.settings(data, surroundings));
        MovementSink sink = new BusMovementSink(message -> local.send(message, mode), Patience.DEFAULT);
        // In this order also when the process is told to end: first the sending, then the ledger below it.
        ReleasedOnExit release = new ReleasedOnExit("tidemark-import-stop", () -> {
            sink.close();
            local.close();
        });
        return new ImportTarget(sink, external ? "the PostgreSQL that was given" : data.toString(), release::close);
    }
}
