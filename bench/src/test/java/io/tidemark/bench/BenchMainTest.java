package io.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchMainTest {

    private final StringWriter errors = new StringWriter();
    private final CommandLine commandLine = BenchMain.commandLine().setErr(new PrintWriter(errors, true));

    @Test
    void an_unknown_name_is_refused_with_the_names_there_are_before_anything_starts() {
        int exit = commandLine.execute("--quick", "--only", "raw_insert", "nothing", "--json", "unused.json");

        assertThat(exit).isEqualTo(2);
        assertThat(errors.toString())
                .contains("no such result: nothing. There are: raw_insert, commands_256, commands_1, commands_1000");
    }

    @Test
    void only_without_a_name_is_refused() {
        assertThat(commandLine.execute("--only")).isEqualTo(2);
    }

    @Test
    void only_may_be_repeated_and_takes_several_names_up_to_the_next_option() {
        CommandLine.ParseResult parsed =
                commandLine.parseArgs("--only", "a", "b", "--quick", "--only", "c", "--json", "file");

        assertThat(parsed.<Iterable<String>>matchedOptionValue("--only", List.of()))
                .containsExactly("a", "b", "c");
        assertThat(parsed.hasMatchedOption("--quick")).isTrue();
    }
}
