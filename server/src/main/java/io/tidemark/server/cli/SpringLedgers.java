package io.tidemark.server.cli;

import io.tidemark.config.archive.JournalArchiveApplication;
import io.tidemark.config.database.EmbeddedDatabase;
import io.tidemark.config.database.RunningDatabase;
import io.tidemark.config.database.RunningServer;
import io.tidemark.config.imports.ImportJudge;
import io.tidemark.config.imports.ImportMode;
import io.tidemark.config.imports.ImportOutcome;
import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.config.journal.JournalArchive;
import io.tidemark.config.outage.Outages;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.server.TidemarkServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;

/** Starts ledgers as Spring Boot applications. */
final class SpringLedgers implements LedgerStarter {

    @Override
    public Local startLocal(List<String> settings) {
        ConfigurableApplicationContext context = run(
                new SpringApplicationBuilder(TidemarkServer.class)
                        .web(WebApplicationType.NONE)
                        .registerShutdownHook(false),
                settings);
        return new LocalLedger(context, context.getBean(CommandGateway.class), context.getBean(ImportJudge.class));
    }

    @Override
    public Journal openJournal(List<String> settings) {
        ConfigurableApplicationContext context = run(
                new SpringApplicationBuilder(JournalArchiveApplication.class)
                        .web(WebApplicationType.NONE)
                        .registerShutdownHook(false),
                settings);
        return new OpenJournal(context, context.getBean(JournalArchive.class));
    }

    @Override
    public Server startServer(List<String> settings, Terminal terminal) {
        CountDownLatch stopped = new CountDownLatch(1);
        ApplicationListener<ApplicationEnvironmentPreparedEvent> prepared =
                event -> warnWhenOpen(event.getEnvironment(), terminal);
        ApplicationListener<ContextClosedEvent> closed = event -> stopped.countDown();
        ConfigurableApplicationContext context =
                run(new SpringApplicationBuilder(TidemarkServer.class).listeners(prepared, closed), settings);
        WebServer server = new WebServer(context, stopped);
        try {
            context.getBeanProvider(EmbeddedDatabase.class).ifAvailable(database -> database.announce(server.url()));
        } catch (IllegalStateException e) {
            if (stopped.getCount() == 0) {
                throw new CommandException(ExitCode.FAILED, "it was stopped while it was starting");
            }
            throw e;
        }
        return server;
    }

    @Override
    public Optional<URI> runningOn(Path dataDirectory) {
        return RunningServer.of(dataDirectory).flatMap(RunningServer::url);
    }

    @Override
    public Optional<List<String>> databaseOn(Path dataDirectory) {
        return RunningDatabase.of(dataDirectory)
                .map(database -> List.of(
                        "--tidemark.database.url=" + database.jdbcUrl(),
                        "--tidemark.database.user=" + database.user(),
                        "--tidemark.database.password=" + database.password()));
    }

    private static ConfigurableApplicationContext run(SpringApplicationBuilder application, List<String> settings) {
        try {
            return application.run(settings.toArray(String[]::new));
        } catch (RuntimeException e) {
            throw cannotStart(e);
        }
    }

    /** Says it in one line where the cause is one that people can do something about, else with all there is. */
    private static CommandException cannotStart(RuntimeException failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException taken) {
                return new CommandException(
                        ExitCode.USAGE, "port " + taken.getPort() + " is taken; --port chooses another");
            }
            if (cause instanceof BindException unbound) {
                return new CommandException(ExitCode.USAGE, cannotBe(unbound));
            }
            if (Outages.isNoDatabase(cause)) {
                return new CommandException(
                        ExitCode.USAGE, "the ledger cannot start without its database: " + cause.getMessage());
            }
            if (cause.getClass().getName().startsWith("io.tidemark.") && cause.getMessage() != null) {
                return new CommandException(ExitCode.USAGE, "the ledger cannot start: " + cause.getMessage());
            }
            root = cause;
        }
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return new CommandException(ExitCode.USAGE, "the ledger cannot start: " + root + "\n" + trace);
    }

    private static String cannotBe(BindException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        ConfigurationProperty property = failure.getProperty();
        return property == null
                ? "the setting " + failure.getName() + " cannot be read: " + root.getMessage()
                : "the setting " + property.getName() + " cannot be '" + property.getValue() + "': "
                        + root.getMessage();
    }

    private static void warnWhenOpen(Environment environment, Terminal terminal) {
        String address = environment.getProperty("server.address", "0.0.0.0");
        if (!isLoopback(address)) {
            terminal.err().println("WARNING: listening on " + address + ", and there is no authentication yet.");
            terminal.err().println("         Whoever reaches this address can create, move and spend credit.");
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private record LocalLedger(ConfigurableApplicationContext context, CommandGateway gateway, ImportJudge judge)
            implements Local {

        @Override
        public ImportOutcome send(ImportedMessage message, ImportMode mode) {
            return judge.judge(
                    message,
                    mode,
                    command -> gateway.<MovementOutcome>send(command).join());
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private record OpenJournal(ConfigurableApplicationContext context, JournalArchive archive) implements Journal {

        @Override
        public void close() {
            context.close();
        }
    }

    private record WebServer(ConfigurableApplicationContext context, CountDownLatch stopped) implements Server {

        @Override
        public URI url() {
            Environment environment = context.getEnvironment();
            String address = environment.getProperty("server.address", "127.0.0.1");
            String host = switch (address) {
                case "0.0.0.0", "::" -> "127.0.0.1";
                default -> address.contains(":") ? "[" + address + "]" : address;
            };
            return URI.create("http://" + host + ":" + environment.getProperty("local.server.port", "8080"));
        }

        @Override
        public void awaitStop() throws InterruptedException {
            stopped.await();
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
