package io.tidemark.server.cli;

import io.tidemark.config.imports.ImportMode;
import io.tidemark.config.imports.ImportOutcome;
import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.config.journal.JournalArchive;
import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.command.MovementReceipt;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Starts nothing, and remembers with which settings it was to. */
final class FakeLedgers implements LedgerStarter {

    final List<String> settings = new ArrayList<>();
    final List<MovementCommand> sent = Collections.synchronizedList(new ArrayList<>());
    final Set<ImportMode> modes = ConcurrentHashMap.newKeySet();
    final Map<Path, URI> running = new HashMap<>();

    @Nullable
    ImportOutcome outcome;

    URI serverUrl = URI.create("http://127.0.0.1:8080");
    final Map<Path, List<String>> databases = new HashMap<>();
    final FakeJournal journal = new FakeJournal();
    int open;

    @Override
    public Local startLocal(List<String> given) {
        settings.addAll(given);
        open++;
        return new Local() {
            @Override
            public ImportOutcome send(ImportedMessage message, ImportMode mode) {
                MovementCommand command = message.command();
                sent.add(command);
                modes.add(mode);
                ImportOutcome given = outcome;
                if (given != null) {
                    return given;
                }
                return new ImportOutcome.Judged(new MovementOutcome.Applied(
                        new MovementReceipt(
                                command.ref(), MovementKind.GRANT, 1, 1, Instant.EPOCH, Instant.EPOCH, List.of()),
                        false));
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    @Override
    public Journal openJournal(List<String> given) {
        settings.addAll(given);
        open++;
        return new Journal() {
            @Override
            public JournalArchive archive() {
                return journal;
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    @Override
    public Server startServer(List<String> given, Terminal terminal) {
        settings.addAll(given);
        open++;
        return new Server() {
            @Override
            public URI url() {
                return serverUrl;
            }

            @Override
            public void awaitStop() {}

            @Override
            public void close() {
                open--;
            }
        };
    }

    @Override
    public Optional<URI> runningOn(Path dataDirectory) {
        return Optional.ofNullable(running.get(dataDirectory));
    }

    @Override
    public Optional<List<String>> databaseOn(Path dataDirectory) {
        return Optional.ofNullable(databases.get(dataDirectory));
    }
}
