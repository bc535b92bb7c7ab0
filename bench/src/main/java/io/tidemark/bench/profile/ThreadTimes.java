package io.tidemark.bench.profile;

import io.tidemark.bench.linux.TaskTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Processor time of each thread of this JVM and each process of the server so far, in microseconds, as Linux counts it:
 * also of threads that a profiler of Java does not see, such as compilers and the garbage collector.
 */
final class ThreadTimes {

    private static final String SESSIONS =
            "select pid, coalesce(nullif(application_name, ''), backend_type), backend_type"
                    + " from pg_stat_activity where pid <> pg_backend_pid()";

    private final Map<Path, Named> times = new HashMap<>();

    private record Named(String name, double micros) {}

    /** As of now; empty where there is no {@code /proc}. */
    static ThreadTimes now(Connection superuser) throws SQLException, IOException {
        ThreadTimes now = new ThreadTimes();
        Path tasks = Path.of("/proc/self/task");
        if (Files.isDirectory(tasks)) {
            try (Stream<Path> threads = Files.list(tasks)) {
                threads.forEach(thread -> now.read(thread, task -> "JVM " + kind(task.name())));
            }
            try (Statement statement = superuser.createStatement();
                    ResultSet rows = statement.executeQuery(SESSIONS)) {
                while (rows.next()) {
                    String name = "client backend".equals(rows.getString(3))
                            ? "session " + rows.getString(2)
                            : rows.getString(3);
                    now.read(Path.of("/proc/" + rows.getInt(1)), task -> "PostgreSQL " + name);
                }
            }
        }
        return now;
    }

    /** Linux keeps 15 characters of a name; numbers at its end tell threads of a kind apart. */
    private static String kind(String name) {
        if (name.startsWith("ForkJoinPool")) {
            return "carriers of virtual threads";
        }
        return name.replaceAll("[-#\\d]+$", "");
    }

    private void read(Path directory, Function<TaskTime, String> name) {
        TaskTime.read(directory)
                .ifPresent(task -> times.put(directory, new Named(name.apply(task), task.nanos() / 1e3)));
    }

    /** What was used since an earlier reading, by kind. */
    Shares since(ThreadTimes before) {
        Shares used = new Shares();
        times.forEach((task, now) -> {
            Named then = before.times.get(task);
            double micros = now.micros - (then == null ? 0 : then.micros);
            if (micros > 0) {
                used.add(now.name, micros);
            }
        });
        return used;
    }
}
