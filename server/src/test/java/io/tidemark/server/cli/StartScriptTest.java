package io.tidemark.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of the start script among fake JDKs and a fake Maven, and with nothing else on its path. */
@DisabledOnOs(OS.WINDOWS)
class StartScriptTest {

    private record Result(int code, String out, String err) {}

    private static final List<String> TOOLS =
            List.of("bash", "dirname", "readlink", "sed", "head", "tail", "mkdir", "rm");

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void lay_out() throws IOException {
        Path script = Path.of("..", "tidemark").toAbsolutePath().normalize();
        Path root = Files.createDirectories(folder.resolve("a root"));
        Files.copy(script, root.resolve("tidemark"));
        Path bin = folder.resolve("bin");
        for (String tool : TOOLS) {
            executable("bin/" + tool, "exec " + tool(tool) + " \"$@\"");
        }
        environment.put("PATH", bin.toString());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("TIDEMARK_JDK_FOLDERS", folder.resolve("jdks").toString());
    }

    @Test
    void the_java_home_is_used_when_it_is_new_enough() throws Exception {
        jar();
        jdk("jdks/jdk-25", "25.0.1", true);
        environment.put("JAVA_HOME", jdk("mine", "21", true).toString());

        assertThat(run("balance", "a b").out())
                .startsWith("mine/bin/java ")
                .contains("-XX:TieredStopAtLevel=1")
                .contains("<-jar> <a root/server/target/tidemark-server-1-runnable.jar>")
                .endsWith(" <balance> <a b>\n");
    }

    @Test
    void a_java_home_that_is_too_old_is_passed_over_for_the_path_and_then_the_usual_folders() throws Exception {
        jar();
        environment.put("JAVA_HOME", jdk("mine", "17.0.15", true).toString());
        jdk("jdks/jdk-8", "1.8.0_402", true);
        jdk("jdks/jdk-x/Contents/Home", "23.0.2", false);

        assertThat(run("serve").out())
                .startsWith("jdks/jdk-x/Contents/Home/bin/java ")
                .contains("-Xmx1g");

        Path onPath = jdk("elsewhere", "22", false);
        Files.createSymbolicLink(folder.resolve("bin/java"), Path.of("..", "link"));
        Files.createSymbolicLink(folder.resolve("link"), onPath.resolve("bin/java"));
        assertThat(run("serve").out()).startsWith("elsewhere/bin/java ");
    }

    @Test
    void without_a_fitting_java_it_says_what_is_missing() throws Exception {
        jar();
        environment.put("JAVA_HOME", jdk("mine", "17.0.15", true).toString());

        Result result = run("serve");

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("a JDK of version 21 or later is needed", "JAVA_HOME", "adoptium");
    }

    @Test
    void it_works_through_a_link_and_from_another_folder_and_hands_on_options_for_java() throws Exception {
        jar();
        environment.put("JAVA_HOME", jdk("mine", "21.0.2", true).toString());
        environment.put("TIDEMARK_JAVA_OPTS", "-Xmx9g -Dx=y");
        Path link = Files.createSymbolicLink(folder.resolve("tm"), Path.of("a root", "tidemark"));

        Result result = runScript(link, "import", "-");

        assertThat(result.out()).matches("(?s)mine/bin/java .*<-Xmx1g>.*<-Xmx9g> <-Dx=y> <-jar> .*");
    }

    @Test
    void a_heap_smaller_than_the_usual_one_is_taken_as_it_is() throws Exception {
        jar();
        environment.put("JAVA_HOME", jdk("mine", "21.0.2", true).toString());
        assertThat(run("serve").out()).contains("<-Xms512m> <-XX:NewSize=256m>");

        environment.put("TIDEMARK_JAVA_OPTS", "-Dx=y -Xmx200m");

        assertThat(run("serve").out()).contains("<-Xmx200m>").doesNotContain("<-Xms", "<-XX:NewSize");
    }

    @Test
    void without_a_jar_it_builds_one() throws Exception {
        environment.put("JAVA_HOME", jdk("mine", "21", true).toString());
        Result noMaven = run("demo");
        assertThat(noMaven.code()).isEqualTo(ExitCode.USAGE);
        assertThat(noMaven.err()).contains("Maven (mvn)", "not on the PATH");

        executable("bin/mvn", "echo \"it broke\"; exit 1");
        Result broken = run("demo");
        assertThat(broken.code()).isEqualTo(ExitCode.USAGE);
        assertThat(broken.err()).contains("building it", "it broke", "target/tidemark-build.log");

        executable("bin/mvn", "mkdir -p server/target; : > server/target/tidemark-server-1-runnable.jar");
        Result built = run("demo");
        assertThat(built.code()).isZero();
        assertThat(built.err()).contains("building it");
        assertThat(built.out()).startsWith("mine/bin/java ").endsWith(" <demo>\n");
        assertThat(run("demo").err()).as("the jar is there now").isEmpty();
    }

    @Test
    void the_benchmark_is_a_program_of_its_own_and_is_built_together_with_the_server() throws Exception {
        jar();
        environment.put("JAVA_HOME", jdk("mine", "21", true).toString());
        executable("bin/mvn", "echo \"$*\" >&2; mkdir -p bench/target/lib; : > bench/target/tidemark-bench-1.jar");

        Result built = run("bench", "--quick");

        assertThat(built.code()).isZero();
        assertThat(folder.resolve("a root/target/tidemark-build.log")).content().contains("-pl server,bench -am");
        assertThat(built.out())
                .contains("<-Xmx4g>", "<-Dtidemark.project=a root>", "<-cp> <a root/bench/target/*:")
                .endsWith("a root/bench/target/lib/*> <io.tidemark.bench.BenchMain> <--quick>\n");
        assertThat(run("bench").err()).as("it is there now").isEmpty();
    }

    private Result run(String... args) throws IOException, InterruptedException {
        return runScript(folder.resolve("a root/tidemark"), args);
    }

    private Result runScript(Path script, String... args) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(tool("bash").toString(), script.toString());
        builder.command().addAll(List.of(args));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        int code = builder.start().waitFor();
        return new Result(
                code,
                Files.readString(out).replace(folder + "/", "").replace("<" + folder, "<"),
                Files.readString(err));
    }

    private void jar() throws IOException {
        Path target = Files.createDirectories(folder.resolve("a root/server/target"));
        Files.createFile(target.resolve("tidemark-server-1-runnable.jar"));
        Files.createFile(target.resolve("tidemark-server-1.jar"));
    }

    /** A java that prints how it was called; its version is in the release file, or else in what it prints itself. */
    private Path jdk(String name, String version, boolean withRelease) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        executable(
                name + "/bin/java",
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\" 2026-01-01' >&2; exit; fi\n"
                        + "printf '%s' \"$0\"; printf ' <%s>' \"$@\"; echo");
        executable(name + "/bin/javac", "exit 0");
        if (withRelease) {
            Files.writeString(
                    home.resolve("release"),
                    "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n",
                    StandardCharsets.UTF_8);
        }
        return home;
    }

    private void executable(String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!" + tool("bash") + "\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path tool(String name) {
        for (String folder : List.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")) {
            Path tool = Path.of(folder, name);
            if (Files.isExecutable(tool)) {
                return tool;
            }
        }
        throw new IllegalStateException("no " + name);
    }
}
