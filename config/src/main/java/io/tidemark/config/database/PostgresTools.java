package io.tidemark.config.database;

import com.sun.security.auth.module.UnixSystem;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs PostgreSQL's programs. They refuse to run as root, so root runs them in a user namespace without rights, in
 * which the process id and the owner of files stay what they are outside.
 */
final class PostgresTools {

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final List<String> NEW_SESSION = findNewSession();

    private final Path home;
    private final List<String> confinement;

    private PostgresTools(Path home, List<String> confinement) {
        this.home = home;
        this.confinement = confinement;
    }

    /** The programs below {@code home}, as {@link ServerBinaries#unpack} returns it. */
    static PostgresTools in(Path home) {
        return new PostgresTools(home, confinement());
    }

    Path home() {
        return home;
    }

    /**
     * Runs a program to its end.
     *
     * @param input what it reads; may hold secrets, so it is neither logged nor put on a command line
     * @return what it wrote on both outputs
     * @throws EmbeddedDatabaseException if it fails, with what it wrote
     */
    String run(String program, String input, List<String> arguments) throws IOException {
        Process process =
                builder(List.of(), program, arguments).redirectErrorStream(true).start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // A program that ends before it has read all says why on its output, which tells more than a broken pipe.
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = waitFor(process);
        if (exitCode != 0) {
            throw new EmbeddedDatabaseException(
                    "PostgreSQL's " + program + " failed with exit code " + exitCode + ":\n" + output.strip());
        }
        return output;
    }

    /**
     * Prepares the server. It becomes a child of this process with the id that {@link Process#pid()} says, but in a
     * session of its own where the system can do that: Ctrl-C on the terminal is for Tidemark, which stops the server
     * when it has answered its last caller.
     */
    ProcessBuilder server(List<String> arguments) {
        return builder(NEW_SESSION, "postgres", arguments);
    }

    /** Sends a signal the way PostgreSQL knows it on every system. Nothing happens if the process is gone. */
    void signal(String signalName, long processId) throws IOException {
        try {
            run("pg_ctl", "", List.of("kill", signalName, Long.toString(processId)));
        } catch (EmbeddedDatabaseException e) {
            if (!ServerProcess.isGone(processId)) {
                throw e;
            }
        }
    }

    static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            throw new EmbeddedDatabaseException("interrupted while waiting for PostgreSQL", e);
        }
    }

    private ProcessBuilder builder(List<String> session, String program, List<String> arguments) {
        List<String> command = new ArrayList<>(session);
        command.addAll(confinement);
        command.add(home.resolve("bin")
                .resolve(WINDOWS ? program + ".exe" : program)
                .toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        // The caller's PGPORT, PGDATA and the like are for other servers, and messages are read in English here.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        builder.directory(home.toFile());
        return builder;
    }

    private static List<String> findNewSession() {
        return List.of("/usr/bin/setsid", "/bin/setsid").stream()
                .filter(program -> Files.isExecutable(Path.of(program)))
                .limit(1)
                .toList();
    }

    private static List<String> confinement() {
        if (WINDOWS || new UnixSystem().getUid() != 0) {
            return List.of();
        }
        if (!LinuxUtils.isUnshareAvailable()) {
            throw new EmbeddedDatabaseException("PostgreSQL refuses to run as root, and this machine does not let root"
                    + " enter a user namespace (unshare -U). Run Tidemark as a normal user, or use a server of your"
                    + " own with tidemark.database.url.");
        }
        return List.of("unshare", "-U");
    }
}
