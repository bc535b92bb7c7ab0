package io.tidemark.config.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.EvaluationResult;
import io.tidemark.messages.catalog.EventCatalog;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The product keeps every rule, and every rule finds the class that was written to break it. */
class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> the_product_keeps_the_rule() {
        Set<String> storedEvents = EventCatalog.entries().stream()
                .map(entry -> entry.type().getName())
                .collect(Collectors.toSet());
        return rules(Classes.ROOT, storedEvents)
                .map(rule ->
                        DynamicTest.dynamicTest(rule.name(), () -> rule.check().check(Classes.PRODUCT)));
    }

    @TestFactory
    Stream<DynamicTest> the_rule_finds_who_breaks_it() {
        return rules(Classes.SAMPLES, Set.of())
                .map(rule -> DynamicTest.dynamicTest(rule.name() + " / " + rule.sample(), () -> {
                    EvaluationResult result = rule.check().evaluate(Classes.BROKEN);
                    assertThat(result.getFailureReport().getDetails())
                            .anyMatch(violation -> violation.contains("." + rule.sample()));
                }));
    }

    @Test
    void every_sample_breaks_the_rule_it_is_meant_for() {
        List<String> meant = rules(Classes.SAMPLES, Set.of()).map(Rule::sample).toList();

        assertThat(meant).doesNotHaveDuplicates();
        assertThat(Classes.BROKEN.stream()
                        .filter(type -> type.getSimpleName().matches(".*(With|That|Without|CycleIn).*")))
                .allMatch(type -> meant.contains(type.getSimpleName()));
    }

    @Test
    void no_exemption_is_stale() {
        List<String> asking = PurityRules.timeComesIn(Classes.ROOT, Set.of())
                .evaluate(Classes.PRODUCT)
                .getFailureReport()
                .getDetails();

        assertThat(PurityRules.MAY_ASK_FOR_TIME)
                .allSatisfy(exempt -> assertThat(asking).anyMatch(violation -> violation.contains(exempt)));
    }

    private static Stream<Rule> rules(String root, Set<String> storedEvents) {
        return Stream.concat(DependencyRules.below(root).stream(), PurityRules.below(root, storedEvents).stream());
    }
}
