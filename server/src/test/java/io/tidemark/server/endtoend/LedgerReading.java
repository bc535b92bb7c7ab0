package io.tidemark.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a ledger holds, as it is read or as it should be.
 *
 * @param balances by the milliseconds of an instant and by account
 * @param lots of each account, drained ones too, each in one line, sorted
 * @param shortfall all that spends could not drain
 * @param historyRows rows of the histories of all accounts
 */
record LedgerReading(
        Map<String, Map<String, Long>> balances, Map<String, List<String>> lots, long shortfall, long historyRows) {

    private static final int PAGE = 1000;

    /** What a server answers to everything that can be asked about the accounts. */
    static LedgerReading of(LedgerHttp http, Collection<String> accounts, Collection<String> probes) {
        Map<String, Map<String, Long>> balances = new TreeMap<>();
        probes.forEach(probe -> balances.put(probe, new ConcurrentSkipListMap<>()));
        Map<String, List<String>> lots = new ConcurrentSkipListMap<>();
        AtomicLong shortfall = new AtomicLong();
        AtomicLong historyRows = new AtomicLong();
        String history = "history?min_seq=" + http.head();
        accounts.parallelStream().forEach(account -> {
            balances.forEach((probe, sums) -> sums.put(
                    account,
                    http.get(LedgerHttp.account(account, "balance?at=" + probe))
                            .path("balance")
                            .asLong()));
            lots.put(
                    account,
                    http.all(LedgerHttp.account(account, "lots?include=all"), PAGE).stream()
                            .map(LedgerReading::answered)
                            .sorted()
                            .toList());
            for (JsonNode row : http.all(LedgerHttp.account(account, history), PAGE)) {
                shortfall.addAndGet(row.path("shortfall").asLong());
                historyRows.incrementAndGet();
            }
        });
        return new LedgerReading(balances, lots, shortfall.get(), historyRows.get());
    }

    /** What the file of the reference says. */
    static LedgerReading expected(JsonNode file) {
        Map<String, Map<String, Long>> balances = new TreeMap<>();
        for (Map.Entry<String, JsonNode> probe : file.path("probes").properties()) {
            Map<String, Long> sums = new TreeMap<>();
            for (Map.Entry<String, JsonNode> sum :
                    probe.getValue().path("balances").properties()) {
                sums.put(sum.getKey(), sum.getValue().asLong());
            }
            assertThat(sums.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(probe.getValue().path("total").asLong());
            balances.put(probe.getKey(), sums);
        }
        Map<String, List<String>> lots = new TreeMap<>();
        for (Map.Entry<String, JsonNode> account : file.path("lots").properties()) {
            List<String> lines = new ArrayList<>();
            account.getValue().forEach(lot -> lines.add(listed(lot)));
            lots.put(account.getKey(), lines.stream().sorted().toList());
        }
        return new LedgerReading(
                balances,
                lots,
                file.path("shortfall_total").asLong(),
                file.path("history_rows").asLong());
    }

    /** Compares part by part, so that a failure names what differs and not everything. */
    void assertEquals(LedgerReading expected) {
        assertThat(balances.keySet()).isEqualTo(expected.balances.keySet());
        balances.forEach((probe, sums) ->
                assertThat(sums).as("balances at " + probe).containsExactlyInAnyOrderEntriesOf(expected.of(probe)));
        assertThat(lots.keySet()).isEqualTo(expected.lots.keySet());
        lots.forEach(
                (account, lines) -> assertThat(lines).as("lots of " + account).isEqualTo(expected.lots.get(account)));
        assertThat(shortfall).as("shortfall").isEqualTo(expected.shortfall);
        assertThat(historyRows).as("rows of history").isEqualTo(expected.historyRows);
    }

    private Map<String, Long> of(String probe) {
        return balances.getOrDefault(probe, Map.of());
    }

    private static String answered(JsonNode lot) {
        JsonNode expiresAt = lot.path("expires_at");
        return line(
                lot.path("ref").asString(),
                lot.path("index").asLong(),
                lot.path("amount").asLong(),
                lot.path("remaining").asLong(),
                expiresAt.isNull() ? null : Instant.parse(expiresAt.asString()),
                Instant.parse(lot.path("granted_at").asString()));
    }

    private static String listed(JsonNode lot) {
        return line(
                lot.get(0).asString(),
                lot.get(1).asLong(),
                lot.get(2).asLong(),
                lot.get(3).asLong(),
                lot.get(4).isNull() ? null : Instant.ofEpochMilli(lot.get(4).asLong()),
                Instant.ofEpochMilli(lot.get(5).asLong()));
    }

    private static String line(
            String ref, long index, long amount, long remaining, @Nullable Instant expiresAt, Instant grantedAt) {
        return ref + "#" + index + " " + remaining + " of " + amount + ", " + grantedAt + " to " + expiresAt;
    }
}
