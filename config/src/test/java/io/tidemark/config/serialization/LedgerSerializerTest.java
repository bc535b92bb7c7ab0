package io.tidemark.config.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.command.axon.AccountAggregate;
import io.tidemark.command.axon.AccountFactory;
import io.tidemark.command.domain.Account;
import io.tidemark.command.domain.DrainOrder;
import io.tidemark.messages.MovementKind;
import io.tidemark.messages.catalog.EventCatalog;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerSerializerTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000001Z");
    private static final Instant LATER = Instant.parse("2026-09-01T00:00:00.999999Z");

    private final LedgerSerializer serializer =
            new LedgerSerializer(new AccountFactory(EnumSet.allOf(DrainOrder.class)));

    static Stream<AccountEvent> goldenEvents() {
        return Stream.of(
                new CreditGranted(
                        "alice",
                        "m-1",
                        3,
                        MovementKind.TRANSFER,
                        "mint",
                        "CREDIT",
                        Long.MAX_VALUE,
                        LATER,
                        NOON,
                        Map.of("note", "a \"quoted\" \u00fc\n\ud83d\ude00"),
                        Map.of("token", "ALEPH")),
                new CreditSpent(
                        "alice",
                        "m-2",
                        0,
                        "GPU_HOURS",
                        70,
                        List.of(new LotDrain("m-1", 3, 50, NOON, LATER), new LotDrain("m-0", 0, 5, NOON, null)),
                        15,
                        LATER,
                        Map.of(),
                        Map.of()),
                new Transferred(
                        "alice",
                        "m-3",
                        2,
                        "bob",
                        "CREDIT",
                        7,
                        List.of(new LotDrain("m-1", 3, 7, NOON, null)),
                        NOON,
                        Map.of(),
                        Map.of()),
                new CreditReceived(
                        "bob",
                        "m-3",
                        "alice",
                        "CREDIT",
                        7,
                        List.of(new NewLot("m-3", 0, 4, LATER), new NewLot("m-3", 1, 3, null)),
                        NOON,
                        Map.of(),
                        Map.of()));
    }

    @ParameterizedTest
    @MethodSource("goldenEvents")
    void an_event_is_stored_byte_for_byte_as_its_golden_file_says_and_read_back_equal(AccountEvent event) {
        EventCatalog.Entry entry = EventCatalog.of(event.getClass()).orElseThrow();
        SerializedObject<byte[]> stored = serializer.serialize(event, byte[].class);
        assertThat(new String(stored.getData(), StandardCharsets.UTF_8))
                .isEqualTo(golden(entry.name() + "." + entry.revision() + ".json"));
        assertThat(stored.getType().getName()).isEqualTo(entry.name());
        assertThat(stored.getType().getRevision()).isEqualTo(entry.revision());
        Object read = serializer.deserialize(stored);
        assertThat(read).isEqualTo(event);
    }

    @Test
    void every_event_of_the_catalog_has_a_golden_file() {
        assertThat(goldenEvents().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(EventCatalog.entries().stream()
                        .map(EventCatalog.Entry::type)
                        .toList());
    }

    @Test
    void an_unknown_field_a_missing_field_and_another_revision_are_errors() {
        assertThatThrownBy(() -> read("transferred", "1", "{\"account\":\"a\",\"surprise\":1}"))
                .hasMessageContaining("surprise");
        assertThatThrownBy(() -> read("transferred", "1", "{\"account\":\"a\"}"))
                .hasMessageContaining("lacks the field 'ref'");
        assertThatThrownBy(() -> read("transferred", "2", "{}")).hasMessageContaining("revision 2");
    }

    @Test
    void a_snapshot_keeps_every_open_lot_in_every_order() {
        Account account = Account.EMPTY;
        for (AccountEvent event : List.of(
                (AccountEvent) new CreditGranted(
                        "a", "g", 0, MovementKind.GRANT, "i", "CREDIT", 10, LATER, NOON, Map.of(), Map.of()),
                new CreditGranted("a", "h", 0, MovementKind.GRANT, "i", "GPU", 5, null, NOON, Map.of(), Map.of()),
                new CreditSpent(
                        "a",
                        "s",
                        0,
                        "CREDIT",
                        4,
                        List.of(new LotDrain("g", 0, 4, NOON, LATER)),
                        0,
                        NOON,
                        Map.of(),
                        Map.of()))) {
            account = account.apply(event);
        }
        SerializedObject<byte[]> stored = serializer.serialize(new AccountAggregate("a", account), byte[].class);
        assertThat(new String(stored.getData(), StandardCharsets.UTF_8)).contains("\"g\",0");
        AccountAggregate read = serializer.deserialize(stored);
        assertThat(read.id()).isEqualTo("a");
        assertThat(read.account().currencies()).containsExactlyInAnyOrder("CREDIT", "GPU");
        assertThat(read.account().book("CREDIT").lots())
                .isEqualTo(account.book("CREDIT").lots());
        assertThat(read.account().book("GPU").lots())
                .isEqualTo(account.book("GPU").lots());
    }

    @Test
    void a_token_of_a_reset_with_a_context_is_read_back() {
        Object token = ReplayToken.createReplayToken(
                new GlobalSequenceTrackingToken(7), new GlobalSequenceTrackingToken(0), "because");
        SerializedObject<byte[]> stored = serializer.serialize(token, byte[].class);
        Object read = serializer.deserialize(stored);
        assertThat(read).isEqualTo(token);
    }

    private Object read(String type, String revision, String json) {
        return serializer.deserialize(
                new SimpleSerializedObject<>(json.getBytes(StandardCharsets.UTF_8), byte[].class, type, revision));
    }

    private static String golden(String name) {
        try (InputStream in = LedgerSerializerTest.class.getResourceAsStream("/golden/" + name)) {
            assertThat(in).as("golden file " + name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
