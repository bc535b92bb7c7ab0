package io.tidemark.server.endtoend;

import io.tidemark.config.imports.ImportJudge;
import io.tidemark.config.imports.ImportMode;
import io.tidemark.config.imports.ImportOutcome;
import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.server.TidemarkServer;
import io.tidemark.testkit.LedgerInvariants;
import io.tidemark.testkit.TestPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole server in this process, on a port and a database of its own. */
final class LedgerServer implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final URI url;
    private final LedgerHttp http;

    private LedgerServer(ConfigurableApplicationContext context) {
        this.context = context;
        this.url = URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
        this.http = new LedgerHttp(url);
    }

    /**
     * Starts it as a user does, with an embedded PostgreSQL.
     *
     * @param data its data directory
     * @param settings such as {@code --tidemark.issuers=treasury}
     */
    static LedgerServer startEmbedded(Path data, String... settings) {
        return start(List.of("--tidemark.data=" + data), settings);
    }

    /** Starts it on an empty database of the PostgreSQL that tests share, which is quicker. */
    static LedgerServer start(String... settings) {
        return startOn((PGSimpleDataSource) TestPostgres.emptyDatabase(), settings);
    }

    /** Starts it on a database, where others may be too. */
    static LedgerServer startOn(PGSimpleDataSource database, String... settings) {
        return start(
                List.of(
                        "--tidemark.database.url=" + database.getURL(),
                        "--tidemark.database.user=" + database.getUser(),
                        "--tidemark.database.password=" + database.getPassword()),
                settings);
    }

    private static LedgerServer start(List<String> storage, String... settings) {
        List<String> all = new ArrayList<>(List.of("--server.port=0"));
        all.addAll(storage);
        all.addAll(List.of(settings));
        return new LedgerServer(new SpringApplication(TidemarkServer.class).run(all.toArray(String[]::new)));
    }

    /** Where it answers. */
    URI url() {
        return url;
    }

    /** A client of it. */
    LedgerHttp http() {
        return http;
    }

    /** What becomes of a message that is imported in this process. */
    ImportOutcome imported(ImportedMessage message) {
        CommandGateway commands = context.getBean(CommandGateway.class);
        return context.getBean(ImportJudge.class)
                .judge(
                        message,
                        ImportMode.KEEP_REFUSED,
                        command -> commands.<MovementOutcome>send(command).join());
    }

    /** Checks the ledger at rest, from its tables alone. */
    void checkInvariants() {
        LedgerInvariants.awaitAndCheck(context.getBean(DataSource.class), http.head());
    }

    @Override
    public void close() {
        http.close();
        context.close();
    }
}
