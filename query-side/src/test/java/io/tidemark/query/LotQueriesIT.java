package io.tidemark.query;

import static io.tidemark.query.Events.CREDIT;
import static io.tidemark.query.Events.at;
import static io.tidemark.query.Events.drain;
import static io.tidemark.query.Events.granted;
import static io.tidemark.query.Events.spent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.messages.query.InvalidQueryException;
import io.tidemark.messages.query.ListLots;
import io.tidemark.messages.query.ListLots.Include;
import io.tidemark.messages.query.Lot;
import io.tidemark.messages.query.Page;
import io.tidemark.query.lots.DrainOrder;
import io.tidemark.query.lots.LotQueries;
import io.tidemark.query.watermark.WatermarkGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LotQueriesIT {

    private final LotTables tables = new LotTables();
    private final TestClock clock = new TestClock();
    private volatile DrainOrder order = DrainOrder.EXPIRATION_FIRST;
    private final LotQueries queries = new LotQueries(
            tables.dataSource(),
            new WatermarkGate(tables.dataSource(), "lots", Duration.ofSeconds(1)),
            clock,
            () -> order);

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void lots_are_listed_in_the_order_in_which_they_would_be_drained() {
        tables.apply(
                granted("a", "z", 1, "2026-02-01", null),
                granted("a", "y", 1, "2026-01-01", null),
                granted("a", "x", 1, "2026-01-03", "2026-06-01"),
                granted("a", "w", 1, "2026-01-02", "2026-06-01"),
                granted("a", "v", 1, "2026-02-02", "2026-05-01"),
                granted("a", "U", 1, "2026-02-02", "2026-05-01"),
                granted("a", "v", 1, 1, "2026-02-02", "2026-05-01", Events.NONE, Events.NONE));

        assertThat(keys(list(Include.ALL, null, 100).items()))
                .containsExactly("U/0", "v/0", "v/1", "w/0", "x/0", "y/0", "z/0");
        order = DrainOrder.EMISSION_FIRST;
        assertThat(keys(list(Include.ALL, null, 100).items()))
                .containsExactly("y/0", "w/0", "x/0", "z/0", "U/0", "v/0", "v/1");
    }

    @Test
    void valid_lots_have_something_left_and_count_now() {
        tables.apply(
                granted("a", "drained", 5, "2026-01-01", null),
                granted("a", "expired", 5, "2026-01-01", "2026-03-02"),
                granted("a", "future", 5, "2026-03-02T00:00:00.000001", null),
                granted("a", "since now", 5, "2026-03-02", null),
                granted("a", "not yet expired", 5, "2026-01-01", "2026-03-02T00:00:00.000001"),
                granted("b", "of another", 5, "2026-01-01", null));
        tables.apply(
                spent("a", "s", "2026-01-02", 0, drain("drained", 5)),
                spent("a", "t", "2026-03-02", 0, drain("since now", 2)));

        Page<Lot> valid = list(Include.VALID, null, 100);

        assertThat(valid.items())
                .containsExactly(
                        new Lot(
                                "a",
                                CREDIT,
                                "not yet expired",
                                0,
                                5,
                                5,
                                at("2026-01-01"),
                                at("2026-03-02T00:00:00.000001")),
                        new Lot("a", CREDIT, "since now", 0, 5, 3, at("2026-03-02"), null));
        assertThat(valid.seq()).isEqualTo(8);
        assertThat(list(Include.ALL, null, 100).items()).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource
    void pages_show_every_lot_once_while_lots_are_added(DrainOrder drainOrder) {
        order = drainOrder;
        for (int i = 0; i < 40; i++) {
            String expiry = i % 4 == 0 ? null : "2026-0" + (4 + i % 4) + "-01";
            tables.apply(granted("a", "lot-" + i, 1, "2026-01-0" + (1 + i % 5), expiry));
        }
        List<String> before = keys(list(Include.ALL, null, 1_000).items());
        List<String> shown = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            Page<Lot> page = list(Include.ALL, cursor, 7);
            shown.addAll(keys(page.items()));
            cursor = page.nextCursor();
            pages++;
            tables.apply(
                    granted("a", "new-" + pages, 1, "2026-01-0" + (1 + pages % 5), "2026-0" + (3 + pages % 4) + "-01"),
                    granted("a", "eternal-" + pages, 1, "2026-01-0" + (1 + pages % 5), null));
        } while (cursor != null && pages < 100);

        assertThat(before).hasSize(40);
        assertThat(shown).containsSubsequence(before).doesNotHaveDuplicates();
    }

    @Test
    void a_list_goes_on_in_the_order_in_which_it_was_begun() {
        tables.apply(
                granted("a", "first", 1, "2026-01-02", "2026-06-01"), granted("a", "second", 1, "2026-01-01", null));
        Page<Lot> page = list(Include.ALL, null, 1);

        order = DrainOrder.EMISSION_FIRST;

        assertThat(keys(list(Include.ALL, page.nextCursor(), 1).items())).containsExactly("second/0");
        assertThat(keys(list(Include.ALL, null, 1).items())).containsExactly("second/0");
    }

    @Test
    void limits_and_cursors_of_other_queries_are_refused() {
        tables.apply(granted("a", "g", 1, "2026-01-01", null), granted("a", "h", 1, "2026-01-01", null));
        String cursor = list(Include.ALL, null, 1).nextCursor();

        refused("limit", new ListLots("a", CREDIT, Include.ALL, null, 0, null));
        refused("limit", new ListLots("a", CREDIT, Include.ALL, null, 1_001, null));
        refused("cursor", new ListLots("a", CREDIT, Include.VALID, cursor, 1, null));
        refused("cursor", new ListLots("b", CREDIT, Include.ALL, cursor, 1, null));
        refused("cursor", new ListLots("a", "GOLD", Include.ALL, cursor, 1, null));
        refused("cursor", new ListLots("a", CREDIT, Include.ALL, "AA" + cursor, 1, null));
        refused("account", new ListLots("\ud83e", CREDIT, Include.ALL, null, 1, null));
    }

    @Test
    void an_account_without_lots_has_an_empty_page() {
        tables.apply(granted("a", "g", 1, "2026-01-01", null));

        assertThat(queries.lots(new ListLots("b", CREDIT, Include.ALL, null, 10, null)))
                .isEqualTo(new Page<Lot>(List.of(), null, 1));
    }

    private Page<Lot> list(Include include, @Nullable String cursor, int limit) {
        return queries.lots(new ListLots("a", CREDIT, include, cursor, limit, null));
    }

    private void refused(String field, ListLots query) {
        assertThatThrownBy(() -> queries.lots(query))
                .isInstanceOfSatisfying(
                        InvalidQueryException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(field));
    }

    private static List<String> keys(List<Lot> lots) {
        return lots.stream().map(lot -> lot.ref() + "/" + lot.index()).toList();
    }
}
