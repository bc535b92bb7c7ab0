package io.tidemark.config.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the process with a given id is to a cluster. A process id in a file proves nothing: the number may belong to
 * another program by now, or to a dead child that nobody has reaped.
 */
enum ServerProcess {
    /** There is no such process, or only its zombie. */
    GONE,
    /** A server that Tidemark started on this cluster. */
    OWN,
    /** A PostgreSQL that works on this cluster, but that somebody else started. */
    FOREIGN,
    /** A program that has nothing to do with this cluster. */
    UNRELATED,
    /** A live process of which the system does not say what it runs. */
    UNKNOWN;

    /** Marks Tidemark's servers on their command line; also shown in the title of each of their processes. */
    static final String MARK = "cluster_name=tidemark";

    private static final Path PROC = Path.of("/proc");
    private static final boolean HAS_PROC = Files.isReadable(PROC.resolve("self/stat"));

    /** Looks at the process as it is now. */
    static ServerProcess identify(long processId, DirectoryLayout layout) {
        if (isGone(processId)) {
            return GONE;
        }
        Optional<List<String>> commandLine = commandLine(processId);
        if (commandLine.isEmpty()) {
            return identifyByProgram(processId, layout);
        }
        boolean onThisCluster = workingDirectory(processId)
                        .filter(directory -> isSame(directory, layout.cluster()))
                        .isPresent()
                || names(commandLine.get(), layout.cluster());
        if (!onThisCluster || !isPostgres(commandLine.get())) {
            return UNRELATED;
        }
        return commandLine.get().contains(MARK) ? OWN : FOREIGN;
    }

    /** Whether no live process has this id; a zombie is not alive. */
    static boolean isGone(long processId) {
        if (!HAS_PROC) {
            return ProcessHandle.of(processId).filter(ProcessHandle::isAlive).isEmpty();
        }
        try {
            String stat = Files.readString(PROC.resolve(processId + "/stat"), StandardCharsets.ISO_8859_1);
            // The program's name comes before the state, in parentheses, and may itself hold any character.
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X';
        } catch (IOException | StringIndexOutOfBoundsException e) {
            return true;
        }
    }

    /** Windows tells the program but not its arguments; the programs below this data directory serve only it. */
    private static ServerProcess identifyByProgram(long processId, DirectoryLayout layout) {
        Optional<Path> program = ProcessHandle.of(processId)
                .flatMap(process -> process.info().command())
                .map(Path::of);
        if (program.isEmpty()) {
            return isGone(processId) ? GONE : UNKNOWN;
        }
        return program.get().startsWith(layout.binaries()) ? OWN : UNRELATED;
    }

    private static Optional<List<String>> commandLine(long processId) {
        if (HAS_PROC) {
            try {
                byte[] words = Files.readAllBytes(PROC.resolve(processId + "/cmdline"));
                return Optional.of(List.of(new String(words, StandardCharsets.UTF_8).split("\0")));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        ProcessHandle.Info info =
                ProcessHandle.of(processId).map(ProcessHandle::info).orElse(null);
        if (info == null || info.command().isEmpty() || info.arguments().isEmpty()) {
            return Optional.empty();
        }
        String[] arguments = info.arguments().get();
        String[] words = new String[arguments.length + 1];
        words[0] = info.command().get();
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return Optional.of(List.of(words));
    }

    /** The server makes the cluster its working directory. */
    private static Optional<Path> workingDirectory(long processId) {
        if (!HAS_PROC) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readSymbolicLink(PROC.resolve(processId + "/cwd")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isPostgres(List<String> commandLine) {
        String program = commandLine.getFirst();
        return program.endsWith("postgres") || program.endsWith("postgres.exe") || program.startsWith("postgres:");
    }

    private static boolean names(List<String> commandLine, Path cluster) {
        int option = commandLine.indexOf("-D");
        return option >= 0 && option + 1 < commandLine.size() && isSame(commandLine.get(option + 1), cluster);
    }

    private static boolean isSame(String path, Path cluster) {
        try {
            return isSame(Path.of(path), cluster);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isSame(Path path, Path cluster) {
        try {
            return Files.isSameFile(path, cluster);
        } catch (IOException e) {
            return false;
        }
    }
}
