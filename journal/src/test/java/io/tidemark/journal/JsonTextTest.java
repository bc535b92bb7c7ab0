package io.tidemark.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"\"",
                "0",
                "-0.5e+10",
                "1E5",
                "12345678901234567890",
                "true",
                "false",
                "null",
                "{\"a\":[1,{\"b\":null},\"c\"],\"d\":\"\\u0000\\n\\\"\\\\\\/\"}",
                "{ \"a\" : [ 1 , 2 ] }",
                "\"ä€𝄞\u007f\u2028\"",
                "\"\ud7ff\ue000\uffff\udbff\udfff\""
            })
    void one_value_in_one_line_is_taken(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        assertThat(JsonText.endOf(bytes, 0, bytes.length)).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "01",
                "-",
                "1.",
                ".5",
                "1e",
                "+1",
                "1,",
                "nul",
                "nulL",
                "'a'",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\t\"",
                "\"\n\"",
                "[1,]",
                "[,1]",
                "[1",
                "[1\n]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{1:1}",
                "{\"a\":1}}",
                "{}{}",
                "\ufeff{}"
            })
    void what_is_not_one_value_in_one_line_is_not(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(JsonText.endOf(bytes, 0, bytes.length)).isNotEqualTo(bytes.length);
    }

    /** Written as ISO 8859-1, a character a byte. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0080",
                "\u00bf",
                "\u00c0\u0080",
                "\u00c1\u00bf",
                "\u00c3",
                "\u00c3a",
                "\u00e0\u0080\u0080",
                "\u00e0\u009f\u00bf",
                "\u00e4\u00b8",
                "\u00ed\u00a0\u0080",
                "\u00ed\u00bf\u00bf",
                "\u00f0\u0080\u0080\u0080",
                "\u00f0\u008f\u00bf\u00bf",
                "\u00f4\u0090\u0080\u0080",
                "\u00f5\u0080\u0080\u0080",
                "\u00ff"
            })
    void bytes_that_are_not_utf_8_are_not_taken(String bytesOfAString) {
        byte[] bytes = ("\"" + bytesOfAString + "\"").getBytes(ISO_8859_1);
        assertThat(JsonText.endOf(bytes, 0, bytes.length)).isEqualTo(-1);
    }

    @Test
    void what_is_nested_too_deeply_is_not_taken_and_breaks_nothing() {
        byte[] deep = ("[".repeat(100_000) + "]".repeat(100_000)).getBytes(UTF_8);
        byte[] fair = ("[".repeat(60) + "]".repeat(60)).getBytes(UTF_8);
        assertThat(JsonText.endOf(deep, 0, deep.length)).isEqualTo(-1);
        assertThat(JsonText.endOf(fair, 0, fair.length)).isEqualTo(fair.length);
    }

    @Test
    void a_value_ends_where_it_ends() {
        byte[] bytes = "x{\"a\":1},\"b\"".getBytes(UTF_8);
        assertThat(JsonText.endOf(bytes, 1, bytes.length)).isEqualTo(8);
        assertThat(JsonText.endOf(bytes, 1, 7)).isEqualTo(-1);
    }
}
