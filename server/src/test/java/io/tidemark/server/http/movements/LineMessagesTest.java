package io.tidemark.server.http.movements;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.server.http.movements.Messages.Message;
import io.tidemark.server.http.movements.Messages.Message.Sendable;
import io.tidemark.server.http.movements.Messages.Message.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineMessagesTest {

    private static final int LIMIT = 200;

    /** Gives so many bytes at a time, as a network does. */
    private static final class Dripping extends InputStream {
        private final InputStream all;
        private final int drop;

        Dripping(String text, int drop) {
            this.all = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            this.drop = drop;
        }

        @Override
        public int read() throws IOException {
            return all.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return all.read(bytes, offset, Math.min(length, drop));
        }
    }

    private static String spend(String ref) {
        return "{\"kind\":\"spend\",\"ref\":\"" + ref + "\",\"items\":[]}";
    }

    private static String padded(String ref, int bytes) {
        String message = spend(ref);
        return message + " ".repeat(bytes - message.length());
    }

    private static List<String> told(String text, int drop) throws IOException {
        LineMessages messages = new LineMessages(new Dripping(text, drop), LIMIT, MessageForm.PLAIN);
        List<String> told = new ArrayList<>();
        for (Message message = messages.next(); message != null; message = messages.next()) {
            told.add(
                    switch (message) {
                        case Sendable sendable ->
                            sendable.place().value() + " " + sendable.command().ref();
                        case Unreadable bad ->
                            bad.place().value() + " " + bad.problem().type().slug();
                    });
        }
        assertThat(messages.next()).isNull();
        return told;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 199, 200, 201, 100_000})
    void lines_are_found_however_the_bytes_arrive(int drop) throws IOException {
        String text = spend("é") + "\n\n \t\r\n" + "{\n" + padded("just", LIMIT) + "\n" + padded("over", LIMIT + 1)
                + "\n" + "x".repeat(70_000) + "\n" + spend("b") + "\r\n" + spend("last");

        assertThat(told(text, drop))
                .containsExactly(
                        "1 é",
                        "4 malformed-json",
                        "5 just",
                        "6 payload-too-large",
                        "7 payload-too-large",
                        "8 b",
                        "9 last");
        assertThat(told(text + "\n", drop)).hasSize(7);
        assertThat(told("", drop)).isEmpty();
        assertThat(told("\n\n", drop)).isEmpty();
        assertThat(told("x".repeat(LIMIT + 1), drop)).containsExactly("1 payload-too-large");
    }
}
