package io.tidemark.server.http.movements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnswerSpoolTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String rest(AnswerSpool spool) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] chunk = spool.take(); chunk != null; chunk = spool.take()) {
            all.writeBytes(chunk);
        }
        return all.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void what_goes_in_comes_out_in_its_order_whether_by_memory_or_by_file() throws IOException {
        long seed = 20261121;
        Random random = new Random(seed);
        try (AnswerSpool spool = new AnswerSpool(50, Long.MAX_VALUE)) {
            StringBuilder in = new StringBuilder();
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < 5_000; i++) {
                String answer = i + ";" + "x".repeat(random.nextInt(40));
                in.append(answer);
                spool.append(bytes(answer));
                if (random.nextInt(4) == 0 && out.length() < in.length()) {
                    byte[] chunk = spool.take();
                    out.append(chunk == null ? "nothing" : new String(chunk, StandardCharsets.US_ASCII));
                }
            }
            spool.end(true);
            assertThat(out + rest(spool)).as("seed " + seed).isEqualTo(in.toString());
        }
    }

    @Test
    void whoever_takes_waits_for_an_answer() throws Exception {
        try (AnswerSpool spool = new AnswerSpool(50, 50)) {
            Thread later = Thread.startVirtualThread(() -> {
                spool.append(bytes("late"));
                spool.end(true);
            });
            assertThat(rest(spool)).isEqualTo("late");
            later.join();
        }
    }

    @Test
    void whoever_appends_to_a_full_spool_waits_until_something_was_taken() throws Exception {
        try (AnswerSpool spool = new AnswerSpool(1, 1)) {
            Thread writer = Thread.startVirtualThread(() -> {
                for (int i = 0; i < 1000; i++) {
                    spool.append(bytes("answer " + i + "\n"));
                }
                spool.end(true);
            });
            assertThat(rest(spool).lines()).hasSize(1000);
            writer.join();
        }
    }

    @Test
    void a_closed_spool_holds_nobody_up() throws Exception {
        AnswerSpool spool = new AnswerSpool(1, 1);
        Thread writer = Thread.startVirtualThread(() -> {
            for (int i = 0; i < 1000; i++) {
                spool.append(bytes("answer"));
            }
        });
        spool.close();
        writer.join();
        assertThat(writer.isAlive()).isFalse();
    }

    @Test
    void answers_that_are_missing_are_an_error_and_not_an_end() throws IOException {
        try (AnswerSpool spool = new AnswerSpool(50, 50)) {
            spool.append(bytes("first"));
            spool.end(false);
            assertThatThrownBy(spool::take).isInstanceOf(IOException.class);
        }
    }
}
