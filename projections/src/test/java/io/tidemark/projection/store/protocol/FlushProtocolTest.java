package io.tidemark.projection.store.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.store.protocol.Explorer.Result;
import io.tidemark.projection.store.protocol.Explorer.Trace;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlushProtocolTest {

    private static final int EVENTS = 3;
    private static final int UNWRITTEN = 2;

    /** What can be seen to be wrong from outside, without looking into a node. */
    private static final Set<Property> SEEN =
            EnumSet.of(Property.ROWS_ARE_WATERMARKS, Property.WATERMARK_GROWS, Property.ANSWERS_ARE_ONE_STATE);

    @ParameterizedTest(name = "with {0} faults")
    @ValueSource(ints = {0, 1, 2, 3})
    void everyInterleavingKeepsAllPropertiesAndEndsWithEverythingDurable(int faults) {
        Explorer<FlushState> explorer = explorer(faults, Set.of(), EnumSet.allOf(Property.class));

        Result result = explorer.explore();

        assertThat(result.broken()).as("broken").isNull();
        assertThat(explorer.unfinished()).as("does not end").isNull();
        Document.shows("the states", row(faults, result));
    }

    @Test
    void everyStepOfTheProtocolIsTaken() {
        Explorer<FlushState> explorer = explorer(1, Set.of(), EnumSet.allOf(Property.class));
        explorer.explore();

        assertThat(explorer.labels())
                .contains(
                        "journal: event # can be read",
                        "A: claims epoch #, goes on after event #",
                        "B: claims epoch #, goes on after event #, though A is alive",
                        "A: crashes",
                        "A: processes a batch of event #",
                        "A: begins a batch of events # and # with the first",
                        "A: goes on with event #",
                        "A: evicts row a",
                        "A: a query brings row a from the database",
                        "A: the writer takes a=# b=#, to go from watermark # to #",
                        "A: begins a transaction and passes the fence",
                        "A: begins a transaction and is stopped at the fence",
                        "A: writes its rows",
                        "A: asks for the commit",
                        "A: is told that it is committed",
                        "A: loses its connection",
                        "A: finds that the write took place",
                        "A: finds the rows as they were, and will try again",
                        "A: finds that it lost the claim, and forgets all",
                        "database: the transaction that nobody waits for commits",
                        "database: the transaction that nobody waits for is rolled back");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Rule.class)
    void withoutAnyOneRuleAPropertyBreaks(Rule rule) {
        Explorer<FlushState> explorer = explorer(1, EnumSet.of(rule), EnumSet.allOf(Property.class));

        Trace broken = explorer.explore().broken();
        Trace trace = Trace.required(
                rule == Rule.SOMEBODY_CLAIMS ? explorer.unfinished() : broken,
                "a way to break a property without " + rule);

        Document.shows("what breaks first without " + rule, summary(rule, trace));
        if (rule == Rule.SOMEBODY_CLAIMS) {
            Document.shows("the way to it", trace);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Rule.class, mode = EnumSource.Mode.EXCLUDE, names = "SOMEBODY_CLAIMS")
    void withoutAnyOneRuleSomethingWrongIsStoredOrAnswered(Rule rule) {
        Trace trace = Trace.required(
                explorer(1, EnumSet.of(rule), SEEN).explore().broken(),
                "a way to store or answer something wrong without " + rule);

        Document.shows("how something wrong is stored or answered without " + rule, trace);
    }

    private static Explorer<FlushState> explorer(int faults, Set<Rule> without, Set<Property> checked) {
        return new Explorer<>(new FlushModel(new FlushBounds(EVENTS, UNWRITTEN, faults), without, checked));
    }

    private static String row(int faults, Result result) {
        return String.format(
                Locale.ROOT, "| %d | %,d | %,d | %d |", faults, result.states(), result.steps(), result.depth());
    }

    private static String summary(Rule rule, Trace trace) {
        return "| `" + rule + "` | " + trace.length() + " | " + trace.problem() + " |";
    }
}
