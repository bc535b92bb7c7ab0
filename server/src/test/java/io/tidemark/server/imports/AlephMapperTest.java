package io.tidemark.server.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlephMapperTest {

    private static final AlephMapper MAPPER = new AlephMapper(AlephRules.ofIssuers(Set.of("0xI")));

    private static final String DISTRIBUTED =
            "{\"address\":\"0xa\",\"amount\":7,\"price\":\"0.5\",\"tx_hash\":\"0xt\",\"provider\":\"P\"%s}";

    @Test
    void a_distribution_becomes_a_grant_with_its_descriptions() {
        GrantCredits grant = (GrantCredits) command(post("distribution", "0xI", "1772323200.25", """
                {"token":"ALEPH","chain":"","credits":[
                 {"address":"0xa","amount":7,"price":0.000001,"tx_hash":"0xt","provider":"P","expiration":1900000000123,
                  "origin":"O","ref":"R","payment_method":"card","bonus_amount":3},
                 {"address":"0xb","amount":8,"price":2,"tx_hash":"","provider":"P","expiration":0,"bonus_amount":0}]}"""));

        assertThat(grant.ref()).isEqualTo("hash");
        assertThat(grant.issuer()).isEqualTo("0xI");
        assertThat(grant.effectiveAt()).isEqualTo(Instant.parse("2026-03-01T00:00:00.25Z"));
        assertThat(grant.metadata()).isEqualTo(Map.of("token", "ALEPH"));
        assertThat(grant.items())
                .containsExactly(
                        new GrantCredits.Item(
                                "0xa",
                                7,
                                "CREDIT",
                                Instant.ofEpochMilli(1900000000123L),
                                Map.of(
                                        "price", "1e-06",
                                        "tx_hash", "0xt",
                                        "provider", "P",
                                        "origin", "O",
                                        "origin_ref", "R",
                                        "payment_method", "card",
                                        "bonus_amount", "3")),
                        new GrantCredits.Item("0xb", 8, "CREDIT", null, Map.of("price", "2", "provider", "P")));
    }

    @Test
    void an_expense_becomes_a_spend_of_what_is_available() {
        SpendCredits spend = (SpendCredits) command(post("expense", "0xI", "1772323200", """
                {"credits":[{"address":"0xa","amount":5,"ref":"vm","execution_id":"e1","node_id":"n1","price":"0.1",
                  "time":3600.5,"count":42,"size":1024.5}]}"""));

        assertThat(spend.shortfall()).isEqualTo(ShortfallPolicy.DRAIN_AVAILABLE);
        assertThat(spend.metadata()).isEqualTo(Map.of("provider", "ALEPH", "payment_method", "credit_expense"));
        assertThat(spend.items())
                .containsExactly(new SpendCredits.Item(
                        "0xa",
                        5,
                        "CREDIT",
                        Map.of(
                                "price", "0.1",
                                "tx_hash", "n1",
                                "origin", "e1",
                                "origin_ref", "vm",
                                "expense_count", "42",
                                "expense_size_mib", "1024.5")));
    }

    @Test
    void a_transfer_moves_credit_and_an_issuers_transfer_creates_it() {
        String body = "{\"credits\":[{\"address\":\"0xa\",\"amount\":5,\"expiration\":1900000000000},"
                + "{\"address\":\"0xb\",\"amount\":6}]}";

        TransferCredits moved = (TransferCredits) command(post("transfer", "0xs", "1772323200", body));
        assertThat(moved.from()).isEqualTo("0xs");
        assertThat(moved.metadata())
                .isEqualTo(Map.of("provider", "ALEPH", "payment_method", "credit_transfer", "origin", "0xs"));
        assertThat(moved.items())
                .containsExactly(
                        new TransferCredits.Item("0xa", 5, "CREDIT", Instant.ofEpochMilli(1900000000000L), Map.of()),
                        new TransferCredits.Item("0xb", 6));

        GrantCredits created = (GrantCredits) command(post("transfer", "0xI", "1772323200", body));
        assertThat(created.issuer()).isEqualTo("0xI");
        assertThat(created.items())
                .extracting(GrantCredits.Item::account, GrantCredits.Item::amount)
                .containsExactly(tuple("0xa", 5L), tuple("0xb", 6L));
    }

    @ParameterizedTest
    @CsvSource({
        "1769990399.999999,  70000, 2026-02-01T23:59:59.999999Z",
        "1769990399.9999999, 70000, 2026-02-01T23:59:59.999999Z",
        "1769990400,         7,     2026-02-02T00:00:00Z",
        "1769990400.0000019, 7,     2026-02-02T00:00:00.000001Z",
        "1.7699904e9,        7,     2026-02-02T00:00:00Z",
        "-0.5,               70000, 1969-12-31T23:59:59.5Z"
    })
    void amounts_dated_before_the_cutoff_are_scaled_and_times_are_exact(String time, long amount, Instant at) {
        GrantCredits grant = (GrantCredits) command(distribution(time, DISTRIBUTED.formatted("")));

        assertThat(grant.effectiveAt()).isEqualTo(at);
        assertThat(grant.items().getFirst().amount()).isEqualTo(amount);
    }

    @Test
    void a_missing_address_or_time_comes_from_the_envelope() {
        TransferCredits moved = (TransferCredits) command("""
                {"item_hash":"h","type":"POST","sender":"0xs","channel":"ALEPH_CREDIT","time":1772323200,
                 "content":{"type":"aleph_credit_transfer",
                  "content":{"transfer":{"credits":[{"address":"0xa","amount":1}]}}}}""".replace("\n", ""));

        assertThat(moved.from()).isEqualTo("0xs");
        assertThat(moved.effectiveAt()).isEqualTo(Instant.ofEpochSecond(1772323200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"expiration\":1.5",
                "\"expiration\":\"soon\"",
                "\"expiration\":true",
                "\"expiration\":1e999999999",
                "\"expiration\":253402300800000",
                "\"price\":\"Infinity\"",
                "\"price\":1e999",
                "\"price\":\"1e999999999\"",
                "\"price\":null",
                "\"price\":\"\"",
                "\"tx_hash\":5",
                "\"provider\":null",
                "\"origin\":7",
                "\"bonus_amount\":\"many\"",
                "\"bonus_amount\":9223372036854775808",
                "\"ref\":\"\\u0000\"",
                "\"ref\":\"\\ud800\"",
                "\"address\":\"\\u00a0 \"",
                "\"amount\":1e3",
                "\"amount\":9223372036854775808"
            })
    void a_distribution_with_a_bad_field_is_refused_and_is_no_malformed_line(String field) {
        MappedLine line = MAPPER.map(distribution("1772323200", DISTRIBUTED.formatted("," + field)));

        assertThat(line).isInstanceOfSatisfying(MappedLine.Refused.class, refused -> {
            assertThat(refused.malformed()).isFalse();
            assertThat(refused.reason().detail()).contains(field.substring(1, field.indexOf('"', 1)));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"expiration\":\"1900000000000\"",
                "\"expiration\":1.9e12",
                "\"expiration\":-5",
                "\"expiration\":null",
                "\"price\":\" 1_000.5 \"",
                "\"price\":-1",
                "\"bonus_amount\":\"12\"",
                "\"something_else\":{\"a\":[1,2]}"
            })
    void lenient_fields_are_taken(String field) {
        assertThat(MAPPER.map(distribution("1772323200", DISTRIBUTED.formatted("," + field))))
                .isInstanceOf(MappedLine.Movement.class);
    }

    @Test
    void a_scaled_amount_that_overflows_is_refused() {
        String big = DISTRIBUTED.formatted(",\"amount\":1000000000000000");

        assertThat(MAPPER.map(distribution("1769990399", big)))
                .isInstanceOfSatisfying(
                        MappedLine.Refused.class,
                        refused -> assertThat(refused.reason().type()).isEqualTo("amount-out-of-range"));
        assertThat(MAPPER.map(distribution("1769990400", big))).isInstanceOf(MappedLine.Movement.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "1", "null", "{}{}", "{\"type\":\"POST\"}", "{\"item_hash\":7}", "NaN"})
    void what_is_no_message_is_malformed(String line) {
        assertThat(MAPPER.map(line))
                .isInstanceOfSatisfying(
                        MappedLine.Refused.class,
                        refused -> assertThat(refused.malformed()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1772323200\"", "null", "1e999999999", "1e-999999999", "253402300800", "-1e12"})
    void a_time_that_is_no_number_of_the_calendar_is_refused(String time) {
        assertThat(MAPPER.map(distribution(time, DISTRIBUTED.formatted(""))))
                .isInstanceOfSatisfying(
                        MappedLine.Refused.class,
                        refused -> assertThat(refused.reason().type()).isEqualTo("invalid-time"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.000001, 1e-06",
        "0.0001, 0.0001",
        "1e16, 1e+16",
        "123456789012345680.0, 1.2345678901234568e+17",
        "9999999999999998.0, 9999999999999998.0",
        "-2.5e-7, -2.5e-07",
        "100.0, 100.0",
        "1e22, 1e+22",
        "-0.0, -0.0",
        "1e-100, 1e-100",
        "0.1, 0.1"
    })
    void numbers_are_kept_in_their_shortest_text(double value, String text) {
        assertThat(Numbers.shortestText(value)).isEqualTo(text);
    }

    private static MovementCommand command(String line) {
        MappedLine mapped = MAPPER.map(line);
        assertThat(mapped).isInstanceOf(MappedLine.Movement.class);
        return ((MappedLine.Movement) mapped).command();
    }

    private static String distribution(String time, String entry) {
        return post("distribution", "0xI", time, "{\"token\":\"T\",\"chain\":\"C\",\"credits\":[" + entry + "]}");
    }

    private static String post(String kind, String address, String time, String body) {
        return """
                {"item_hash":"hash","type":"POST","sender":"0xsigner","channel":"ALEPH_CREDIT","content":
                {"type":"aleph_credit_%s","address":"%s","time":%s,"content":{"%s":%s}}}""".formatted(kind, address, time, kind, body);
    }
}
