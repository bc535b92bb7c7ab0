package io.tidemark.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    /** Characters at every edge that matters: NUL, ends of the planes and of both surrogate ranges, and plain ones. */
    private static final char[] EDGES = {
        '\0', '\u0001', 'a', '\u007f', '\u0080', '\u07ff', '\u0800', '\ud7ff', '\ud800', '\udbff', '\udc00', '\udfff',
        '\ue000', '\ufffd', '\uffff'
    };

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "0xAbC", "\ud83d\ude00", "a\ud83d\ude00b", "\ud800\udc00", "\udbff\udfff", "\uffff"})
    void texts_of_whole_characters_are_storable(String text) {
        assertThat(Texts.isStorable(text)).isTrue();
    }

    @Test
    void nul_is_not_storable_wherever_it_stands() {
        assertThat(Texts.isStorable("\0")).isFalse();
        assertThat(Texts.isStorable("a\0")).isFalse();
        assertThat(Texts.isStorable("\0a")).isFalse();
        assertThat(Texts.isStorable("\ud83d\ude00\0")).isFalse();
    }

    @Test
    void unpaired_surrogates_are_not_storable() {
        assertThat(Texts.isStorable("\ud83d")).isFalse();
        assertThat(Texts.isStorable("\ude00")).isFalse();
        assertThat(Texts.isStorable("\ude00\ud83d")).isFalse();
        assertThat(Texts.isStorable("\ud83d\ud83d\ude00")).isFalse();
        assertThat(Texts.isStorable("\ud83d\ude00\ude00")).isFalse();
    }

    @Test
    void storable_is_what_has_no_nul_and_what_a_strict_utf_8_encoder_takes() {
        long seed = Long.getLong("tidemark.seed", 20261121L);
        Random random = new Random(seed);
        int storable = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(7); length > 0; length--) {
                text.append(
                        random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : (char) random.nextInt(0x10000));
            }
            boolean expected = text.indexOf("\0") < 0
                    && StandardCharsets.UTF_8.newEncoder().canEncode(text);
            assertThat(Texts.isStorable(text.toString()))
                    .as(
                            "seed %d, text %s",
                            seed, text.chars().mapToObj(Integer::toHexString).toList())
                    .isEqualTo(expected);
            storable += expected ? 1 : 0;
        }
        assertThat(storable).as("texts of both kinds were tried").isBetween(2_000, 18_000);
    }
}
