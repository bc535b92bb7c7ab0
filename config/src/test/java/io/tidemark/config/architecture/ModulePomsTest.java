package io.tidemark.config.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Modules depend on those below them alone. */
class ModulePomsTest {

    static Set<String> modules() {
        return ModulePoms.MAY_SEE.keySet();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void a_module_depends_on_what_it_may_see_alone(String module) {
        assertThat(ModulePoms.faults(module, ModulePoms.read(module))).isEmpty();
    }

    @Test
    void every_module_has_a_place_in_the_order() {
        assertThat(ModulePoms.modules(ModulePoms.read(""))).containsExactlyInAnyOrderElementsOf(modules());
    }

    @Test
    void the_order_has_no_cycle() {
        for (Map.Entry<String, Set<String>> module : ModulePoms.MAY_SEE.entrySet()) {
            assertThat(reach(module.getValue(), ModulePoms.MAY_SEE.size()))
                    .as("what %s sees", module.getKey())
                    .doesNotContain(module.getKey());
        }
    }

    @Test
    void a_dependency_upwards_or_sideways_is_found() {
        assertThat(faults("journal", "io.tidemark", "tidemark-messages", "compile"))
                .containsExactly("journal depends on messages");
        assertThat(faults("projections", "io.tidemark", "tidemark-query-side", ""))
                .containsExactly("projections depends on query-side");
        assertThat(faults("config", "io.tidemark", "tidemark-server", "test"))
                .containsExactly("config depends on server");
    }

    @Test
    void the_test_kit_outside_of_tests_is_found() {
        assertThat(faults("journal", "io.tidemark", "tidemark-test-kit", "compile"))
                .containsExactly("journal depends on test-kit");
        assertThat(faults("journal", "io.tidemark", "tidemark-test-kit", "test"))
                .isEmpty();
    }

    @Test
    void spring_below_config_is_found() {
        assertThat(faults("query-side", "org.springframework", "spring-jdbc", "compile"))
                .containsExactly("query-side depends on Spring: spring-jdbc");
        assertThat(faults("config", "org.springframework.boot", "spring-boot-starter-jdbc", "compile"))
                .isEmpty();
    }

    private static List<String> faults(String module, String group, String artifact, String scope) {
        String pom = """
                <project>
                  <dependencies>
                    <dependency><groupId>%s</groupId><artifactId>%s</artifactId><scope>%s</scope></dependency>
                  </dependencies>
                </project>
                """.formatted(group, artifact, scope);
        return ModulePoms.faults(module, ModulePoms.parse(pom));
    }

    private static Set<String> reach(Set<String> seen, int steps) {
        Set<String> all = new HashSet<>(seen);
        for (int i = 0; i < steps; i++) {
            Set.copyOf(all).forEach(module -> all.addAll(ModulePoms.MAY_SEE.getOrDefault(module, Set.of())));
        }
        return all;
    }
}
