package io.tidemark.server.endtoend;

import io.tidemark.server.TidemarkServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** {@code tidemark serve} in a process of its own, to be killed. */
final class ServerProgram implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;
    private static final Pattern ANSWERS_AT = Pattern.compile("answers at (http://\\S+)");

    /** Of its own PostgreSQL; {@code null} if it has none. */
    private final @Nullable Path data;

    private final Process process;
    private final CompletableFuture<URI> url = new CompletableFuture<>();
    private final List<String> output = Collections.synchronizedList(new ArrayList<>());

    private ServerProgram(@Nullable Path data, Process process) {
        this.data = data;
        this.process = process;
    }

    /** Starts it on a data directory, and returns when it answers. */
    static ServerProgram start(Path data) throws IOException, InterruptedException {
        return start(data, List.of("--data", data.toString()), Map.of());
    }

    /**
     * Starts it on a database that others may use too, and returns when it answers.
     *
     * @param settings such as {@code --tidemark.issuers=treasury}
     */
    static ServerProgram startOn(PGSimpleDataSource database, String... settings)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(
                List.of("--database-url", database.getURL(), "--database-user", String.valueOf(database.getUser())));
        options.addAll(List.of(settings));
        return start(null, options, Map.of("TIDEMARK_DATABASE_PASSWORD", String.valueOf(database.getPassword())));
    }

    private static ServerProgram start(@Nullable Path data, List<String> options, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // Each lives for seconds: what matters is that it starts soon.
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TidemarkServer.class.getName(),
                "serve",
                "--port",
                "0"));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        ServerProgram program = new ServerProgram(data, builder.start());
        Thread.ofVirtual().start(program::read);
        try {
            program.url.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return program;
        } catch (ExecutionException | TimeoutException e) {
            program.close();
            throw new IllegalStateException("the server said only:\n" + String.join("\n", program.output), e);
        }
    }

    /** Where it answers. */
    URI url() {
        return url.join();
    }

    /** What it has printed. */
    List<String> output() {
        return List.copyOf(output);
    }

    /** As {@code kill -9} of the program alone; its PostgreSQL lives on. */
    void kill() {
        // By its handle: a Process closes its pipes when it is destroyed.
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** As {@code kill -9} of every process of its PostgreSQL at once. */
    void killDatabase() {
        List<ProcessHandle> processes = process.descendants().toList();
        if (processes.isEmpty()) {
            throw new IllegalStateException("the server has no PostgreSQL");
        }
        // The main process first, or it would begin to recover from the loss of the others.
        processes.stream()
                .sorted((a, b) -> Boolean.compare(isChild(b), isChild(a)))
                .forEach(ProcessHandle::destroyForcibly);
        processes.forEach(killed -> killed.onExit().join());
    }

    /** As {@code kill -9} of the main process of its PostgreSQL alone. */
    void killPostmaster() throws IOException {
        ProcessHandle postmaster = postmaster();
        postmaster.destroyForcibly();
        postmaster.onExit().join();
    }

    /** Has its PostgreSQL stop at once, as {@code pg_ctl stop -m immediate} does. */
    void stopDatabaseImmediately() throws IOException, InterruptedException {
        ProcessHandle postmaster = postmaster();
        Signals.send("QUIT", postmaster.pid());
        postmaster.onExit().join();
    }

    private ProcessHandle postmaster() throws IOException {
        long pid = Long.parseLong(pidFile().getFirst().strip());
        return ProcessHandle.of(pid).orElseThrow(() -> new IllegalStateException("the server has no PostgreSQL"));
    }

    private List<String> pidFile() throws IOException {
        return Files.readAllLines(ownData().resolve("postgres").resolve("postmaster.pid"));
    }

    /** Its process id. */
    long processId() {
        return process.pid();
    }

    /** Asks it to end, and waits until it has. */
    void stop() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server does not stop:\n" + String.join("\n", output));
        }
    }

    /** Its database, as the operator of the machine reaches it. */
    DataSource database() throws IOException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {Integer.parseInt(pidFile().get(3))});
        source.setDatabaseName("tidemark");
        source.setUser("tidemark");
        source.setPassword(Files.readString(ownData().resolve("password")).strip());
        return source;
    }

    /** The processes that work on the PostgreSQL of a data directory. */
    static List<ProcessHandle> databaseProcesses(Path data) {
        String cluster = data.toAbsolutePath().resolve("postgres").toString();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(handle -> handle.info()
                            .commandLine()
                            .filter(line -> line.contains(cluster))
                            .isPresent())
                    .toList();
        }
    }

    @Override
    public void close() {
        kill();
        if (data != null) {
            databaseProcesses(data).forEach(ProcessHandle::destroyForcibly);
        }
    }

    private Path ownData() {
        return Objects.requireNonNull(data, "it has no PostgreSQL of its own");
    }

    private boolean isChild(ProcessHandle handle) {
        return handle.parent().filter(parent -> parent.pid() == process.pid()).isPresent();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                Matcher answers = ANSWERS_AT.matcher(line);
                if (answers.find()) {
                    url.complete(URI.create(answers.group(1)));
                }
            }
            url.completeExceptionally(new IllegalStateException("the server has ended"));
        } catch (IOException e) {
            url.completeExceptionally(e);
        }
    }
}
