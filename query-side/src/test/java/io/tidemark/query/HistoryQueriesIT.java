package io.tidemark.query;

import static io.tidemark.query.Events.CREDIT;
import static io.tidemark.query.Events.NONE;
import static io.tidemark.query.Events.at;
import static io.tidemark.query.Events.drain;
import static io.tidemark.query.Events.granted;
import static io.tidemark.query.Events.received;
import static io.tidemark.query.Events.spent;
import static io.tidemark.query.Events.transferred;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.query.HistoryEntry;
import io.tidemark.messages.query.InvalidQueryException;
import io.tidemark.messages.query.ListHistory;
import io.tidemark.messages.query.ListHistory.Direction;
import io.tidemark.messages.query.ListHistory.Filter;
import io.tidemark.messages.query.Page;
import io.tidemark.query.history.HistoryQueries;
import io.tidemark.query.watermark.WatermarkGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryQueriesIT {

    private final LotTables tables = new LotTables();
    private final HistoryQueries queries = new HistoryQueries(
            tables.dataSource(), new WatermarkGate(tables.dataSource(), "history", Duration.ofSeconds(1)));

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void every_movement_is_shown_from_the_side_of_the_account() {
        tables.apply(
                granted("a", "g", 0, 100, "2026-03-01", "2026-06-01", Map.of("k", "item"), Map.of("k", "x", "m", "y")),
                transferred("a", "t", 2, "b", "2026-03-02", NONE, drain("g", 30)),
                received(
                        "b",
                        "t",
                        "a",
                        "2026-03-02",
                        new NewLot("t", 0, 20, at("2026-06-01")),
                        new NewLot("t", 1, 10, null)),
                spent("a", "s", "2026-03-03", 5, drain("g", 70)),
                spent("a", "n", "2026-03-04", 9));

        assertThat(page("a", Filter.NONE, false, null, 100))
                .isEqualTo(new Page<>(
                        List.of(
                                new HistoryEntry(
                                        "a",
                                        CREDIT,
                                        "g",
                                        0,
                                        MovementKind.GRANT,
                                        100,
                                        0,
                                        "issuer",
                                        at("2026-03-01"),
                                        LotTables.RECORDED,
                                        1,
                                        at("2026-06-01"),
                                        Map.of("k", "item", "m", "y")),
                                entry("a", "t", 2, MovementKind.TRANSFER, -30, 0, "b", "2026-03-02", 2),
                                entry("a", "s", 0, MovementKind.SPEND, -70, 5, null, "2026-03-03", 4),
                                entry("a", "n", 0, MovementKind.SPEND, 0, 9, null, "2026-03-04", 5)),
                        null,
                        5));
        assertThat(page("b", Filter.NONE, false, null, 100).items())
                .extracting(HistoryEntry::index, HistoryEntry::amount, HistoryEntry::expiresAt)
                .containsExactly(tuple(0, 20L, at("2026-06-01")), tuple(1, 10L, null));
    }

    @Test
    void entries_are_ordered_by_effective_time_then_seq_then_index() {
        tables.apply(
                granted("a", "late", 1, "2026-03-05", null),
                granted("a", "z", 1, "2026-03-01", null),
                granted("a", "a", 1, "2026-03-01", null),
                received("a", "r", "b", "2026-03-01", new NewLot("r", 0, 1, null), new NewLot("r", 1, 1, null)));

        assertThat(keys(page("a", Filter.NONE, false, null, 10))).containsExactly("z/0", "a/0", "r/0", "r/1", "late/0");
        assertThat(keys(page("a", Filter.NONE, true, null, 10))).containsExactly("late/0", "r/1", "r/0", "a/0", "z/0");
    }

    @Test
    void all_conditions_of_a_filter_must_hold() {
        tables.apply(
                granted("a", "g", 0, 100, "2026-03-01", null, Map.of("origin", "x"), Map.of("chain", "eth")),
                granted("a", "h", 0, 100, "2026-03-02", null, Map.of("origin", "y", "chain", "sol"), NONE),
                spent("a", "s", "2026-03-03", 0, Map.of("origin", "x"), drain("g", 1)),
                spent("a", "n", "2026-03-04", 1),
                transferred("a", "t", 1, "b", "2026-03-05T00:00:00.000005", NONE, drain("g", 1)));

        assertThat(refs(filter(null, Direction.IN, null, null, null))).containsExactly("g", "h");
        assertThat(refs(filter(null, Direction.OUT, null, null, null))).containsExactly("s", "t");
        assertThat(refs(filter(null, null, MovementKind.SPEND, null, null))).containsExactly("s", "n");
        assertThat(refs(filter("GOLD", null, null, null, null))).isEmpty();
        assertThat(refs(filter(CREDIT, Direction.OUT, MovementKind.TRANSFER, null, null)))
                .containsExactly("t");
        assertThat(refs(filter(null, null, null, "2026-03-02", "2026-03-04"))).containsExactly("h", "s", "n");
        assertThat(refs(filter(null, null, null, "2026-03-05T00:00:00.000004001", null)))
                .containsExactly("t");
        assertThat(refs(filter(null, null, null, "2026-03-05T00:00:00.000005001", null)))
                .isEmpty();
        assertThat(refs(filter(null, null, null, "2026-03-05", "2026-03-05T00:00:00.000005999")))
                .containsExactly("t");
    }

    @Test
    void metadata_is_that_of_the_message_overlaid_by_that_of_the_item() {
        tables.apply(
                granted("a", "g", 0, 1, "2026-03-01", null, NONE, Map.of("k", "message", "other", "1")),
                granted("a", "g", 1, 1, "2026-03-01", null, Map.of("k", "item"), NONE),
                granted("a", "h", 0, 1, "2026-03-01", null, NONE, NONE),
                granted("a", "odd", 0, 1, "2026-03-01", null, Map.of("q\"\\", "v'{},\n", "", ""), NONE));

        assertThat(refs(metadata(Map.of("k", "message"), NONE))).containsExactly("g/0");
        assertThat(refs(metadata(Map.of("k", "item", "other", "1"), NONE))).containsExactly("g/1");
        assertThat(refs(metadata(Map.of("k", "item", "other", "2"), NONE))).isEmpty();
        assertThat(refs(metadata(NONE, Map.of("k", "item")))).containsExactly("g/0", "h/0", "odd/0");
        assertThat(refs(metadata(NONE, Map.of("k", "item", "other", "1")))).containsExactly("h/0", "odd/0");
        assertThat(refs(metadata(Map.of("q\"\\", "v'{},\n", "", ""), NONE))).containsExactly("odd/0");
        assertThat(refs(metadata(Map.of("q\"\\", ""), NONE))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pages_show_every_movement_once_while_movements_are_added(boolean newestFirst) {
        for (int i = 0; i < 40; i++) {
            tables.apply(granted("a", "ref-" + i, 1, "2026-03-0" + (1 + i % 6), null));
        }
        List<String> before = keys(page("a", Filter.NONE, newestFirst, null, 1_000));
        List<String> shown = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            Page<HistoryEntry> page = page("a", Filter.NONE, newestFirst, cursor, 7);
            shown.addAll(keys(page));
            cursor = page.nextCursor();
            pages++;
            tables.apply(granted("a", "new-" + pages, 1, "2026-03-0" + (1 + pages % 6), null));
        } while (cursor != null && pages < 100);

        assertThat(before).hasSize(40);
        assertThat(shown).containsSubsequence(before).doesNotHaveDuplicates();
    }

    @Test
    void limits_and_cursors_of_other_queries_are_refused() {
        tables.apply(granted("a", "g", 1, "2026-03-01", null), granted("a", "h", 1, "2026-03-01", null));
        String cursor = page("a", Filter.NONE, false, null, 1).nextCursor();
        Filter metadata = metadata(Map.of("k", "v"), NONE);

        refused("limit", () -> page("a", Filter.NONE, false, null, 0));
        refused("limit", () -> page("a", Filter.NONE, false, null, 1_001));
        refused("cursor", () -> page("a", Filter.NONE, true, cursor, 1));
        refused("cursor", () -> page("b", Filter.NONE, false, cursor, 1));
        refused("cursor", () -> page("a", filter(CREDIT, null, null, null, null), false, cursor, 1));
        refused("cursor", () -> page("a", filter(null, null, null, "2026-03-01", null), false, cursor, 1));
        refused("cursor", () -> page("a", metadata, false, cursor, 1));
        refused("cursor", () -> page("a", Filter.NONE, false, "AA", 1));
        refused("metadata", () -> page("a", metadata(Map.of("k", "\0"), NONE), false, null, 1));
        assertThat(keys(page("a", Filter.NONE, false, cursor, 10))).containsExactly("h/0");
    }

    private Page<HistoryEntry> page(
            String account, Filter filter, boolean newestFirst, @Nullable String cursor, int limit) {
        return queries.history(new ListHistory(account, filter, newestFirst, cursor, limit, null));
    }

    private List<String> refs(Filter filter) {
        List<String> keys = keys(page("a", filter, false, null, 100));
        return filter.metadata().isEmpty() && filter.excludedMetadata().isEmpty()
                ? keys.stream().map(key -> key.substring(0, key.indexOf('/'))).toList()
                : keys;
    }

    private static List<String> keys(Page<HistoryEntry> page) {
        return page.items().stream()
                .map(entry -> entry.ref() + "/" + entry.index())
                .toList();
    }

    private static Filter filter(
            @Nullable String currency,
            @Nullable Direction direction,
            @Nullable MovementKind kind,
            @Nullable String from,
            @Nullable String to) {
        return new Filter(
                currency, direction, kind, from == null ? null : at(from), to == null ? null : at(to), NONE, NONE);
    }

    private static Filter metadata(Map<String, String> included, Map<String, String> excluded) {
        return new Filter(null, null, null, null, null, included, excluded);
    }

    private static HistoryEntry entry(
            String account,
            String ref,
            int index,
            MovementKind kind,
            long amount,
            long shortfall,
            @Nullable String counterparty,
            String effectiveAt,
            long seq) {
        return new HistoryEntry(
                account,
                CREDIT,
                ref,
                index,
                kind,
                amount,
                shortfall,
                counterparty,
                at(effectiveAt),
                LotTables.RECORDED,
                seq,
                null,
                NONE);
    }

    private static void refused(String field, Runnable query) {
        assertThatThrownBy(query::run)
                .isInstanceOfSatisfying(
                        InvalidQueryException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(field));
    }
}
