package io.tidemark.config.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@link LedgerProgram} in a process of its own, and what it has said. Closing kills it and all that it started. */
final class LedgerProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final CompletableFuture<Void> output;
    private final List<Long> acknowledged = new ArrayList<>();
    private final List<String> otherLines = new ArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch enoughRows;
    private final List<ProcessHandle> started = new ArrayList<>();
    private volatile @Nullable ProcessHandle postgres;

    private LedgerProcess(Process process, int rows) {
        this.process = process;
        this.enoughRows = new CountDownLatch(rows);
        this.output = new CompletableFuture<>();
    }

    /** Starts it; {@code rows} is how many acknowledged rows {@link #awaitRows()} will wait for. */
    static LedgerProcess start(Path dataDirectory, int rows) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerProgram.class.getName(),
                        dataDirectory.toString())
                .redirectErrorStream(true)
                .start();
        LedgerProcess ledger = new LedgerProcess(process, rows);
        new Thread(ledger::read, "ledger-process-output").start();
        return ledger;
    }

    LedgerProcess awaitReady() throws InterruptedException {
        await(ready);
        return this;
    }

    LedgerProcess awaitRows() throws InterruptedException {
        await(enoughRows);
        return this;
    }

    long processId() {
        return process.pid();
    }

    /** The server it started; known once it is ready. */
    ProcessHandle postgres() {
        ProcessHandle handle = postgres;
        if (handle == null) {
            throw new AssertionError("not ready");
        }
        return handle;
    }

    /** Kills it, but not its children, as {@code kill -9} does. */
    void kill() {
        process.descendants().forEach(started::add);
        // By its handle: a Process closes its output when it is destroyed, and the last rows it was told would be lost.
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** Asks it to end, as {@code kill} does, and waits for that. */
    void terminate() {
        process.toHandle().destroy();
        process.onExit().join();
    }

    /** The rows it was told are safe; complete once it was killed. */
    List<Long> acknowledged() {
        output.join();
        return acknowledged;
    }

    /** Waits until the children of a killed one have come to an end by themselves. */
    void awaitChildren() {
        started.forEach(child -> child.onExit().join());
    }

    @Override
    public void close() {
        kill();
        started.forEach(ProcessHandle::destroyForcibly);
        awaitChildren();
        output.join();
    }

    private void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the ledger process said only: " + String.join("\n", otherLines));
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("row ")) {
                    acknowledged.add(Long.valueOf(line.substring("row ".length())));
                    enoughRows.countDown();
                } else if (line.startsWith("ready ")) {
                    postgres = ProcessHandle.of(Long.parseLong(line.substring("ready ".length())))
                            .orElse(null);
                    ready.countDown();
                } else {
                    otherLines.add(line);
                }
            }
            output.complete(null);
        } catch (IOException e) {
            output.completeExceptionally(e);
        }
    }
}
