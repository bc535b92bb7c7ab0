package io.tidemark.projection.store;

import static io.tidemark.projection.store.Items.NOTE;
import static io.tidemark.projection.store.Items.OWNER;
import static io.tidemark.projection.store.Items.ROWS;
import static io.tidemark.projection.store.Items.TOKENS;
import static io.tidemark.projection.store.Items.delete;
import static io.tidemark.projection.store.Items.readWhere;
import static io.tidemark.projection.store.Items.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.tidemark.projection.store.Filter.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading rows by conditions on their columns. */
class ConditionsTest {

    private static final Filter<Item> OF_ANN = Filter.equal(OWNER, "ann");

    private final HeldStorage storage = new HeldStorage();
    private final TestStore store;

    ConditionsTest() {
        storage.put(ROWS, Item.of("50", "ann", 50), Item.of("60", "ann", 60), Item.of("70", "carl", 70));
        this.store = new TestStore(storage, TestStore.ROOMY);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void l8_equalities_of_one_column_take_one_question_and_each_asker_gets_its_own_rows() {
        storage.put(ROWS, Item.of("80", "dora", 80));
        Map<String, List<Item>> answers = new TreeMap<>();
        store.process(
                readWhere(OF_ANN, rows -> answers.put("ann", rows)),
                readWhere(Filter.in(OWNER, List.of("carl", "nobody")), rows -> answers.put("carl", rows)),
                readWhere(Filter.where(TOKENS, Operator.GREATER, 60L), rows -> answers.put("rich", rows)),
                readWhere(OF_ANN, rows -> answers.put("ann again", rows)));

        assertThat(storage.finds())
                .extracting(filter -> filter.conditions().getFirst().operator())
                .containsExactly(Operator.GREATER, Operator.IN);
        assertThat(answers.get("ann")).extracting(Item::id).containsExactlyInAnyOrder("50", "60");
        assertThat(answers.get("ann again")).isEqualTo(answers.get("ann"));
        assertThat(answers.get("carl")).extracting(Item::id).containsExactly("70");
        assertThat(answers.get("rich")).extracting(Item::id).containsExactlyInAnyOrder("70", "80");
    }

    @Test
    void l10_other_comparisons_take_a_question_each() {
        store.process(
                readWhere(Filter.where(TOKENS, Operator.GREATER, 50L), rows -> {}),
                readWhere(Filter.where(TOKENS, Operator.GREATER, 60L), rows -> {}));

        assertThat(storage.finds()).hasSize(2);
    }

    @Test
    void l11_a_row_that_no_longer_matches_is_gone_without_a_second_question() {
        assertThat(idsWhere(OF_ANN)).containsExactlyInAnyOrder("50", "60");
        store.process(set("50", "bob", 50));

        assertThat(idsWhere(OF_ANN)).containsExactly("60");
        assertThat(storage.finds()).hasSize(1);
    }

    @Test
    void l12_a_row_that_matches_now_is_there_without_a_second_question() {
        Filter<Item> ofBob = Filter.equal(OWNER, "bob");
        assertThat(idsWhere(ofBob)).isEmpty();
        store.process(set("1", "bob", 1));

        assertThat(idsWhere(ofBob)).containsExactly("1");
        assertThat(storage.finds()).hasSize(1);
    }

    @Test
    void l13_each_comparison_gives_its_rows() {
        assertThat(idsWhere(OF_ANN)).hasSize(2);
        assertThat(ann(Operator.EQUAL, 50)).containsExactly("50");
        assertThat(ann(Operator.GREATER, 50)).containsExactly("60");
        assertThat(ann(Operator.GREATER, 49)).hasSize(2);
        assertThat(ann(Operator.LESS, 50)).isEmpty();
        assertThat(ann(Operator.LESS, 51)).containsExactly("50");
        assertThat(ann(Operator.GREATER_OR_EQUAL, 50)).hasSize(2);
        assertThat(ann(Operator.GREATER_OR_EQUAL, 51)).containsExactly("60");
        assertThat(ann(Operator.LESS_OR_EQUAL, 50)).containsExactly("50");
        assertThat(ann(Operator.LESS_OR_EQUAL, 49)).isEmpty();
        assertThat(idsWhere(Filter.in(OWNER, List.of("ann", "another")))).hasSize(2);
        assertThat(idsWhere(Filter.in(TOKENS, List.of(50L, 60L)))).hasSize(2);
        assertThat(idsWhere(Filter.in(TOKENS, List.of(999L)))).isEmpty();
    }

    @Test
    void l13_a_list_of_no_values_matches_nothing_and_asks_nobody() {
        assertThat(idsWhere(Filter.in(TOKENS, List.of()))).isEmpty();
        assertThat(storage.finds()).isEmpty();
    }

    @Test
    void l14_a_row_that_was_deleted_is_gone() {
        assertThat(idsWhere(OF_ANN)).hasSize(2);
        store.process(delete("50"));

        assertThat(idsWhere(OF_ANN)).containsExactly("60");
        assertThat(storage.finds()).hasSize(1);
    }

    @Test
    void l14_a_row_that_was_deleted_before_the_question_is_not_brought_back_by_the_storage() {
        storage.writeDoor().close();
        store.process(delete("50"), set("60", "bob", 60));

        assertThat(idsWhere(OF_ANN)).isEmpty();
    }

    @Test
    void l15_a_condition_without_a_value_or_with_one_of_another_type_is_explained() {
        assertThatNullPointerException()
                .isThrownBy(() -> Filter.equal(OWNER, nothing()))
                .withMessage("the condition on owner lacks a value; ask for rows that have one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Filter.equal(TOKENS, 50))
                .withMessage("the column tokens of type BIGINT cannot be compared to 50 of type Integer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Filter.in(TOKENS, Arrays.asList(50L, null)))
                .withMessage("the column tokens of type BIGINT cannot be compared to null");
        assertThatIllegalArgumentException().isThrownBy(() -> Filter.where(OWNER, Operator.IN, "ann"));
        Column<Item> json = Column.json("json", Item::note);
        assertThatIllegalArgumentException().isThrownBy(() -> Filter.equal(json, "{}"));
    }

    @Test
    void l16_a_row_without_a_value_matches_no_condition_on_it() {
        Filter<Item> noted = Filter.equal(NOTE, "x");
        store.process(items -> items.rows().set(new Item("1", "ann", 1, false, "x", "here")));
        assertThat(idsWhere(noted)).containsExactly("1");
        store.process(items -> items.rows().set(new Item("1", "ann", 1, false, null, "here")));

        assertThat(idsWhere(noted)).isEmpty();
        assertThat(idsWhere(Filter.where(NOTE, Operator.LESS, "zzz"))).isEmpty();
    }

    @Test
    void text_compares_by_code_point_as_the_database_does() {
        Filter<Item> beyond = Filter.where(NOTE, Operator.GREATER, "\uFFFD");
        Item coin = new Item("1", "ann", 1, false, "\uD83E\uDE99", "here");
        Item bmp = new Item("2", "ann", 1, false, "\uE000", "here");

        assertThat(beyond.matches(coin)).isTrue();
        assertThat(beyond.matches(bmp)).isFalse();
        assertThat(Filter.where(NOTE, Operator.LESS, "\uD83E\uDE99x").matches(coin))
                .isTrue();
        assertThat(Filter.where(NOTE, Operator.GREATER, "\uD83E\uDE99").matches(bmp))
                .isFalse();
    }

    private List<String> ann(Operator operator, long tokens) {
        return idsWhere(OF_ANN.and(TOKENS, operator, tokens));
    }

    private List<String> idsWhere(Filter<Item> filter) {
        List<String> ids = new ArrayList<>();
        store.process(items -> items.rows().getWhere(filter).forEach(item -> ids.add(item.id())));
        return ids;
    }

    @SuppressWarnings("NullAway") // What a caller without null checks may do.
    private static Object nothing() {
        return null;
    }
}
