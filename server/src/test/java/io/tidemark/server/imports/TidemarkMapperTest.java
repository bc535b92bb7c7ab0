package io.tidemark.server.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TidemarkMapperTest {

    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.000001Z");

    static Stream<MovementCommand> commands() {
        Map<String, String> notes = Map.of("key", "value");
        return Stream.of(
                new GrantCredits("r", "i", TIME, notes, List.of(new GrantCredits.Item("a", 5, "USD", TIME, notes))),
                new GrantCredits("r", "i", List.of(new GrantCredits.Item("a", 5))),
                new SpendCredits(
                        "r",
                        TIME,
                        ShortfallPolicy.DRAIN_AVAILABLE,
                        notes,
                        List.of(new SpendCredits.Item("a", 5, "USD", notes))),
                new SpendCredits("r", List.of()),
                new TransferCredits(
                        "r", "f", TIME, notes, List.of(new TransferCredits.Item("a", 5, "USD", TIME, notes))),
                new TransferCredits("r", "f", List.of(new TransferCredits.Item("a", Long.MAX_VALUE))));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void what_is_written_for_http_is_read_back_the_same(MovementCommand command) {
        assertThat(new TidemarkMapper().map(MovementJson.write(new ImportedMessage(command, 1))))
                .isEqualTo(new MappedLine.Movement(command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"spend\",\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":\"5\"}]}",
                "{\"kind\":\"spend\",\"ref\":\"r\",\"effective_at\":1772323200000,\"items\":[]}",
                "{\"kind\":\"spend\",\"ref\":\"r\",\"effective_at\":\"2026-03-01T00:00:00+01:00\",\"items\":[]}",
                "{\"kind\":\"spend\",\"ref\":\"r\",\"effective_at\":null,\"metadata\":null,\"items\":[]}"
            })
    void other_ways_of_the_contract_to_say_it_are_taken(String line) {
        assertThat(new TidemarkMapper().map(line)).isInstanceOf(MappedLine.Movement.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ref\":\"r\",\"items\":[]}",
                "{\"kind\":\"gift\",\"ref\":\"r\",\"items\":[]}",
                "{\"kind\":\"spend\",\"items\":[]}",
                "{\"kind\":\"spend\",\"ref\":\"r\"}",
                "{\"kind\":\"spend\",\"ref\":\"r\",\"items\":[],\"issuer\":\"i\"}",
                "{\"kind\":\"spend\",\"ref\":\"r\",\"items\":[],\"shortfall\":\"ALL\"}",
                "{\"kind\":\"spend\",\"ref\":\"r\",\"items\":[7]}",
                "{\"kind\":\"spend\",\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":5.0}]}",
                "{\"kind\":\"spend\",\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":5,\"expires_at\":1}]}",
                "{\"kind\":\"spend\",\"ref\":\"r\",\"items\":[],\"metadata\":{\"a\":1}}",
                "{\"kind\":\"spend\",\"ref\":\"r\",\"items\":[],\"effective_at\":\"2026-03-01\"}",
                "{\"kind\":\"spend\",\"ref\":\"r\",\"items\":[],\"effective_at\":\"2026-03-01T00:00:00.0000001Z\"}",
                "{\"kind\":\"spend\",\"ref\":\"r\",\"items\":[],\"effective_at\":1.5}"
            })
    void what_the_contract_does_not_know_is_malformed(String line) {
        assertThat(new TidemarkMapper().map(line))
                .isInstanceOfSatisfying(
                        MappedLine.Refused.class,
                        refused -> assertThat(refused.malformed()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "\"99999999999999999999\"", "-9223372036854775809"})
    void an_amount_of_more_than_64_bits_is_refused(String amount) {
        String line = "{\"kind\":\"spend\",\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":" + amount + "}]}";

        assertThat(new TidemarkMapper().map(line))
                .isInstanceOfSatisfying(
                        MappedLine.Refused.class,
                        refused -> assertThat(refused.reason().type()).isEqualTo("amount-out-of-range"));
    }
}
