package io.tidemark.bench.http;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.linux.CompilerTime;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server as its users start it, in a process of its own, over a scratch database. Thread-safe. */
public final class HttpLedger implements AutoCloseable {

    private static final Pattern ANSWERS = Pattern.compile(".* answers at (http://\\S+)");
    private static final int START_SECONDS = 120;
    private static final int STOP_SECONDS = 30;

    private final Process process;
    private final Thread hook;
    private final URI url;

    private HttpLedger(Process process) {
        this.process = process;
        this.hook = new Thread(process::destroy, "bench-stop-server");
        Runtime.getRuntime().addShutdownHook(hook);
        this.url = announced(process);
    }

    /**
     * Starts a server on a free port and waits until it answers. It has the heap of a server, and else the options of this
     * process, to which the program's script gives those that it gives to a server.
     *
     * @param jar the runnable jar
     */
    public static HttpLedger start(Path jar, ScratchDatabase database) throws IOException {
        File java = new File(System.getProperty("java.home"), "bin/java");
        List<String> command = new ArrayList<>(List.of(java.getPath(), "--enable-native-access=ALL-UNNAMED", "-Xmx1g"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:"))
                .forEach(command::add);
        command.addAll(List.of(
                "-jar",
                jar.toAbsolutePath().toString(),
                "serve",
                "--port",
                "0",
                "--database-url",
                database.url(),
                "--database-user",
                database.user()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TIDEMARK_DATABASE_PASSWORD", database.password());
        return new HttpLedger(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    private static URI announced(Process process) {
        CompletableFuture<URI> announced = new CompletableFuture<>();
        // Reads to the end, or the server would stand still once the pipe is full.
        Thread.ofVirtual().name("server-output").start(() -> read(process, announced));
        try {
            return announced.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server started", e);
        } catch (ExecutionException | TimeoutException e) {
            process.destroy();
            throw new IllegalStateException("the server did not start", e);
        }
    }

    private static void read(Process process, CompletableFuture<URI> announced) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher answers = ANSWERS.matcher(line);
                if (answers.matches()) {
                    announced.complete(URI.create(answers.group(1)));
                }
            }
            announced.completeExceptionally(new IllegalStateException("it ended"));
        } catch (IOException e) {
            announced.completeExceptionally(e);
        }
    }

    /** Where it answers. */
    public URI url() {
        return url;
    }

    /** Processor time that it has used, in microseconds. */
    public double cpuMicros() {
        return process.info()
                .totalCpuDuration()
                .map(time -> time.toNanos() / 1e3)
                .orElse(0.0);
    }

    /** Processor time that its compilers have used, in nanoseconds; 0 where it is not counted. */
    public long compilerNanos() {
        return CompilerTime.nanos(process.pid());
    }

    /** Stops it as its users do, and waits for that. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook runs already, and does nothing to a process that has ended.
            return;
        }
    }
}
