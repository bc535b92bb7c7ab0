package io.tidemark.server.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void lines_end_with_a_line_feed_or_with_the_input() throws IOException {
        assertThat(lines(bytes("\uFEFFone\r\n\ntwo\rmore\nlast")))
                .containsExactly("1 one", "2 ", "3 two\rmore", "4 last");
        assertThat(lines(bytes("one\n"))).containsExactly("1 one");
        assertThat(lines(bytes(""))).isEmpty();
    }

    @Test
    void a_line_that_is_too_long_is_skipped_and_counted() throws IOException {
        String longest = "x".repeat(100);

        assertThat(lines(bytes(longest + "\n" + longest + "y\nshort")))
                .containsExactly("1 " + longest, "2 ! longer than 100 bytes", "3 short");
        assertThat(lines(bytes("z".repeat(300_000) + "\nshort")))
                .containsExactly("1 ! longer than 100 bytes", "2 short");
    }

    @Test
    void a_line_across_buffers_is_one_line() throws IOException {
        String line = "é".repeat(100_000);
        LineReader reader = new LineReader(new ByteArrayInputStream(bytes(line + "\nnext")), 1_000_000);

        assertThat(reader.next()).isEqualTo(new LineReader.Line(1, line, null));
        assertThat(reader.bytes()).isEqualTo(200_001);
        assertThat(reader.next()).isEqualTo(new LineReader.Line(2, "next", null));
        assertThat(reader.next()).isNull();
    }

    @Test
    void bytes_that_are_not_utf_8_are_no_text() throws IOException {
        byte[] overlong = {'a', (byte) 0xC0, (byte) 0x80, '\n', 'b'};
        byte[] surrogate = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};

        assertThat(lines(overlong)).containsExactly("1 ! not UTF-8", "2 b");
        assertThat(lines(surrogate)).containsExactly("1 ! not UTF-8");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> lines(byte[] input) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(input), 100);
        List<String> lines = new ArrayList<>();
        for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
            lines.add(line.number() + " " + (line.text() == null ? "! " + line.problem() : line.text()));
        }
        return lines;
    }
}
