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

class SwapProtocolTest {

    private static final int EVENTS = 3;

    @ParameterizedTest(name = "with {0} faults")
    @ValueSource(ints = {0, 2, 4})
    void everySwapShowsOneGenerationThatNeverGoesBackAndComesToItsEnd(int faults) {
        Explorer<SwapState> explorer = explorer(faults, Set.of());

        Result result = explorer.explore();

        assertThat(result.broken()).as("broken").isNull();
        assertThat(explorer.unfinished()).as("does not end").isNull();
        Document.shows(
                "the states",
                String.format(
                        Locale.ROOT,
                        "| %d | %,d | %,d | %d |",
                        faults,
                        result.states(),
                        result.steps(),
                        result.depth()));
    }

    @Test
    void everyStepOfTheSwapIsTaken() {
        Explorer<SwapState> explorer = explorer(2, Set.of());
        explorer.explore();

        assertThat(explorer.labels())
                .contains(
                        "follower: finds generation # retired",
                        "follower: is stopped at the fence",
                        "follower: commits event # in generation #",
                        "builder: takes the build up again at watermark #",
                        "builder: loses the connection of the swap, and stops",
                        "builder: crashes",
                        "swap: commits",
                        "swap: is rolled back");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(SwapModel.Rule.class)
    void withoutAnyOneRuleOfTheSwapAPropertyBreaks(SwapModel.Rule rule) {
        Trace trace = Trace.required(
                explorer(2, EnumSet.of(rule)).explore().broken(), "a way to break a property without " + rule);

        Document.shows("the way to break a property without " + rule, trace);
    }

    private static Explorer<SwapState> explorer(int faults, Set<SwapModel.Rule> without) {
        return new Explorer<>(new SwapModel(EVENTS, faults, without));
    }
}
