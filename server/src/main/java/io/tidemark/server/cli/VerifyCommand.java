package io.tidemark.server.cli;

import io.tidemark.journal.JournalUnavailableException;
import io.tidemark.messages.query.JournalVerification;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Verifies the journal. Ends with 1 when an event is not as it was recorded. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Re-compute the hash chain of the journal and name the first event that is not as recorded.",
            "",
            "Reads the database itself, also beside a server that has the data: that of --data or --database-url, or"
                    + " ./data/ledger if there is one. With --url or $$TIDEMARK_URL, or where there is no data, the"
                    + " server does it.",
            ""
        })
final class VerifyCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() {
        Surroundings surroundings = Surroundings.of(spec);
        boolean own = database.isAnyGiven() || !surroundings.properties().isEmpty();
        if (own && client.isUrlGiven()) {
            throw new CommandException(
                    ExitCode.USAGE, "either --url, or --data and settings of a database to read from here");
        }
        if (own || (!client.isAnyServerNamed(surroundings) && isDataHere(surroundings))) {
            return readHere(surroundings);
        }
        return askServer(surroundings);
    }

    private boolean isDataHere(Surroundings surroundings) {
        return database.isExternal(surroundings) || JournalAccess.isLedger(database.dataDirectory(surroundings));
    }

    private int readHere(Surroundings surroundings) {
        Terminal terminal = surroundings.terminal();
        try (JournalAccess journal = JournalAccess.toRead(database, surroundings)) {
            Rate rate = new Rate(terminal, "verifying", journal.archive().headSeq());
            JournalVerification found;
            try {
                found = journal.archive().verify(rate::show);
            } finally {
                rate.clear();
            }
            Long firstBad = found.firstBadSeq();
            if (client.json()) {
                terminal.out()
                        .println(JSON.createObjectNode()
                                .put("ok", found.ok())
                                .put("checked", found.checked())
                                .put("first_bad_seq", firstBad)
                                .put("finding", found.finding())
                                .put("seconds", rate.seconds()));
            } else if (found.ok()) {
                terminal.out().println("the journal is as it was recorded, " + rate.done(found.checked()));
            } else {
                terminal.out().println("seq " + firstBad + ": " + found.finding());
            }
            return found.ok() ? ExitCode.OK : ExitCode.FAILED;
        } catch (JournalUnavailableException e) {
            throw JournalAccess.failed(e);
        }
    }

    private int askServer(Surroundings surroundings) {
        JsonNode found = client.client(surroundings).postAndWait("/v1/journal/verify");
        boolean ok = found.path("ok").asBoolean();
        Terminal terminal = surroundings.terminal();
        if (client.json()) {
            terminal.out().println(found);
        } else if (ok) {
            terminal.out()
                    .println("the journal is as it was recorded, "
                            + Figures.grouped(found.path("checked").asLong()) + " events");
        } else {
            terminal.out()
                    .println("seq " + found.path("first_bad_seq").asLong() + ": "
                            + found.path("finding").asString());
        }
        return ok ? ExitCode.OK : ExitCode.FAILED;
    }
}
