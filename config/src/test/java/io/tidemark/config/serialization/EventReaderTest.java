package io.tidemark.config.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.command.axon.AccountFactory;
import io.tidemark.command.domain.DrainOrder;
import io.tidemark.messages.catalog.EventCatalog;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000001Z");

    private final LedgerSerializer serializer =
            new LedgerSerializer(new AccountFactory(EnumSet.allOf(DrainOrder.class)));
    private final EventReader reader = serializer.eventReader();

    @ParameterizedTest
    @MethodSource("io.tidemark.config.serialization.LedgerSerializerTest#goldenEvents")
    void an_event_among_others_is_read_as_the_serializer_reads_it(AccountEvent event) {
        byte[] stored = serializer.serialize(event, byte[].class).getData();
        byte[] page = new byte[stored.length + 7];
        System.arraycopy(stored, 0, page, 3, stored.length);
        EventCatalog.Entry entry = EventCatalog.of(event.getClass()).orElseThrow();

        assertThat(reader.read(entry.name(), entry.revision(), page, 3, 3 + stored.length))
                .isEqualTo(event);
    }

    @Test
    void plain_metadata_and_several_parts_are_read_and_nothing_of_the_event_before_is_left() {
        CreditSpent rich = new CreditSpent(
                "alice",
                "m-2",
                7,
                "CREDIT",
                12,
                List.of(new LotDrain("a", 0, 4, NOON, null), new LotDrain("b", 2, 5, NOON, NOON)),
                3,
                NOON,
                Map.of("note", "plain", "more", ""),
                Map.of("token", "ALEPH"));
        CreditSpent poor = new CreditSpent(
                "bob",
                "m-3",
                0,
                "CREDIT",
                1,
                List.of(new LotDrain("c", 0, 1, NOON, null)),
                0,
                NOON,
                Map.of(),
                Map.of());

        assertThat(List.of(read(rich), read(poor), read(rich))).containsExactly(rich, poor, rich);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"account\":\"a\"}",
                "{\"account\":\"a\",\"surprise\":1}",
                "{\"account\":1}",
                "{\"\":1}",
                "{\"amounts\":1}",
                "{\"granted_at_us\":1}",
                "{\"drains\":[{\"effective_at_us\":1}]}",
                "{\"index\":\"1\"}",
                "{\"index\":1.5}",
                "{\"index\":01}",
                "{\"index\":9223372036854775808}",
                "{\"drains\":[{\"surprise\":1}]}",
                "{\"drains\":[{\"index\":2147483648}]}",
                "{\"account\":\"a\"",
                "{\"account\":\"a\",}",
                "no JSON at all"
            })
    void what_the_serializer_refuses_is_refused_for_the_same_reason(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        SimpleSerializedObject<byte[]> stored =
                new SimpleSerializedObject<>(bytes, byte[].class, new SimpleSerializedType("credit-spent", "1"));

        Throwable expected = catchThrowable(() -> serializer.deserialize(stored));

        assertThat(expected).isNotNull();
        assertThatThrownBy(() -> reader.read("credit-spent", "1", bytes, 0, bytes.length))
                .isInstanceOf(expected.getClass())
                .message()
                .startsWith(firstLine(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {%s}",
                "{ %s }",
                "{%s,\"metadata\":{}}",
                "{%s,\"metadata\":{\"k\":\"\u00fc\"}}",
                "{%s,\"metadata\":{\"k\":\"\\u0041\"}}"
            })
    void json_that_is_not_plain_is_read_all_the_same(String form) {
        String fields = "\"account\":\"a\",\"ref\":\"r\",\"index\":0,\"currency\":\"C\",\"amount\":1,\"shortfall\":1,"
                + "\"drains\":[],\"effective_at_us\":1";
        byte[] bytes = form.formatted(fields).getBytes(StandardCharsets.UTF_8);

        AccountEvent expected = serializer.deserialize(
                new SimpleSerializedObject<>(bytes, byte[].class, new SimpleSerializedType("credit-spent", "1")));

        assertThat(reader.read("credit-spent", "1", bytes, 0, bytes.length)).isEqualTo(expected);
    }

    @Test
    void an_event_of_somebody_else_is_left_alone_and_one_of_another_revision_refused() {
        byte[] bytes = {1, 2, 3};
        assertThat(reader.read("com.example.Other", null, bytes, 0, bytes.length))
                .isNull();
        assertThatThrownBy(() -> reader.read("credit-spent", "2", bytes, 0, bytes.length))
                .hasMessageContaining("revision 2");
    }

    private AccountEvent read(AccountEvent event) {
        byte[] stored = serializer.serialize(event, byte[].class).getData();
        EventCatalog.Entry entry = EventCatalog.of(event.getClass()).orElseThrow();
        AccountEvent read = reader.read(entry.name(), entry.revision(), stored, 0, stored.length);
        assertThat(read).isNotNull();
        return read == null ? event : read;
    }

    private static String firstLine(Throwable reason) {
        return String.valueOf(reason.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .split("\\(", 2)[0];
    }
}
