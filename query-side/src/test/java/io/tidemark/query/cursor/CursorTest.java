package io.tidemark.query.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.messages.query.InvalidQueryException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorTest {

    private static final Cursor CURSOR = Cursor.of(List.of("list", "a", "b"));

    @Test
    void a_key_comes_back_as_it_was() {
        Cursor.Key key = CURSOR.key(CURSOR.after(List.of("ref|with\"marks 🪙", "-5", "")));

        assertThat(key.fields()).containsExactly("ref|with\"marks 🪙", "-5", "");
        assertThat(key.number(1)).isEqualTo(-5);
    }

    @Test
    void the_longest_ids_fit() {
        String id = "🪙".repeat(128);
        assertThat(CURSOR.key(CURSOR.after(List.of("expiration", id, "語".repeat(256), "9223372036854775807")))
                        .text(1))
                .isEqualTo(id);
    }

    @Test
    void a_cursor_of_another_query_is_refused() {
        String cursor = CURSOR.after(List.of("x"));

        refused(Cursor.of(List.of("list", "a", "c")), cursor);
        refused(Cursor.of(List.of("list", "ab")), cursor);
        refused(Cursor.of(List.of("list", "a")), cursor);
    }

    @Test
    void every_damaged_byte_is_noticed() {
        String cursor = CURSOR.after(List.of("x", "1"));
        byte[] bytes = Base64.getUrlDecoder().decode(cursor);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x10;
            refused(CURSOR, Base64.getUrlEncoder().withoutPadding().encodeToString(damaged));
        }
        for (int length = 0; length < cursor.length(); length++) {
            refused(CURSOR, cursor.substring(0, length));
        }
        refused(CURSOR, cursor + "A");
        refused(CURSOR, cursor + "=");
        refused(CURSOR, "not a cursor!");
        refused(CURSOR, "A".repeat(1_000_000));
    }

    @Test
    void a_part_that_is_missing_or_no_number_is_refused() {
        Cursor.Key key = CURSOR.key(CURSOR.after(List.of("x", "nul\0")));

        assertThatThrownBy(() -> key.number(0)).isInstanceOf(InvalidQueryException.class);
        assertThatThrownBy(() -> key.text(1)).isInstanceOf(InvalidQueryException.class);
        assertThatThrownBy(() -> key.text(2)).isInstanceOf(InvalidQueryException.class);
    }

    private static void refused(Cursor cursor, String text) {
        assertThatThrownBy(() -> cursor.key(text))
                .isInstanceOfSatisfying(
                        InvalidQueryException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("cursor"));
    }
}
