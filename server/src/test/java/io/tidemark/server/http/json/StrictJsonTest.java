package io.tidemark.server.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.server.http.json.JsonValue.JsonArray;
import io.tidemark.server.http.json.JsonValue.JsonBoolean;
import io.tidemark.server.http.json.JsonValue.JsonNull;
import io.tidemark.server.http.json.JsonValue.JsonNumber;
import io.tidemark.server.http.json.JsonValue.JsonObject;
import io.tidemark.server.http.json.JsonValue.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrictJsonTest {

    private static JsonValue parse(String text) throws MalformedJsonException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return StrictJson.parse(bytes, bytes.length);
    }

    @Test
    void a_document_is_read_without_converting_anything() throws MalformedJsonException {
        assertThat(parse(" {\"a\": [1e3, -0, 1.50, \"\\ud800\\u0000é\", true, null, {}]} \r\n"))
                .isEqualTo(new JsonObject(Map.of(
                        "a",
                        new JsonArray(List.of(
                                new JsonNumber("1e3"),
                                new JsonNumber("-0"),
                                new JsonNumber("1.50"),
                                new JsonText("\ud800\0é"),
                                new JsonBoolean(true),
                                JsonNull.NULL,
                                new JsonObject(Map.of()))))));
    }

    @Test
    void only_the_given_length_is_read() throws MalformedJsonException {
        assertThat(StrictJson.parse("12]]]".getBytes(StandardCharsets.UTF_8), 2))
                .isEqualTo(new JsonNumber("12"));
    }

    @Test
    void a_name_that_is_there_twice_is_named() {
        assertThatThrownBy(() -> parse("{\"a\":{\"b\":1,\"b\":null}}"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("the name 'b' is there twice in one object");
    }

    @Test
    void a_message_tells_the_place_and_no_internals() {
        assertThatThrownBy(() -> parse("{\n\"a\": }"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("tools.jackson")
                .hasMessageNotContaining("StreamRead");
    }

    @Test
    void what_an_answer_writes_reads_back_the_same() throws MalformedJsonException {
        byte[] bytes = new JsonAnswer(false)
                .object()
                .text("odd", "\u0000\"\\\n\u2028\ud800x\udc00😀")
                .amount("most", Long.MAX_VALUE)
                .time("at", Instant.parse("2026-01-01T00:00:00.000001Z"))
                .text("none", null)
                .endObject()
                .toBytes();

        assertThat(StrictJson.parse(bytes, bytes.length))
                .isEqualTo(new JsonObject(Map.of(
                        "odd", new JsonText("\u0000\"\\\n\u2028\ud800x\udc00😀"),
                        "most", new JsonNumber("9223372036854775807"),
                        "at", new JsonText("2026-01-01T00:00:00.000001Z"),
                        "none", JsonNull.NULL)));
    }
}
