package io.tidemark.bench.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskTimeTest {

    @TempDir
    private Path directory;

    @Test
    void a_name_may_have_spaces_and_parentheses() throws Exception {
        Files.writeString(
                directory.resolve("stat"),
                "41 (C2 (Compiler) x) S 1 41 41 0 -1 4194560 10 20 30 40 7 5 2 1 20 0 9 0 1000 0 0\n");

        assertThat(TaskTime.read(directory)).contains(new TaskTime("C2 (Compiler) x", millis(120), millis(30)));
    }

    @Test
    void what_has_ended_has_no_time() {
        assertThat(TaskTime.read(directory.resolve("gone"))).isEmpty();
    }

    @Test
    void the_compilers_of_this_jvm_have_worked() {
        if (TaskTime.isCounted()) {
            assertThat(CompilerTime.nanos()).isPositive();
        }
        assertThat(CompilerTime.nanos(Long.MAX_VALUE)).isZero();
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
