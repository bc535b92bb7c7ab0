package io.tidemark.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The behaviour vectors of the reference over HTTP: what they write, and what they read of balances and lots. */
class HttpVectorsIT {

    /** Groups of the other letters are about the content of messages, screens and consumers. */
    private static final Set<String> GROUPS = Set.of("A", "B", "H", "X", "Z", "R");

    private static final Path VECTORS =
            Path.of("..", "command-side", "src", "test", "resources", "io/tidemark/command/domain/vectors");

    /** The counts are pinned: nothing is left out silently. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "expiration_first, --tidemark.drain.policy=EXPIRATION_FIRST, '117 of 164 vectors, 1044 expectations'",
        "emission_first, --tidemark.drain.policy=EMISSION_FIRST, '117 of 164 vectors, 1039 expectations'",
        "gated, --tidemark.drain.cutover=2026-06-01T00:00:00Z, '6 of 6 vectors, 7 expectations'"
    })
    void http_does_what_the_vectors_say(String policy, String setting, String counts) throws IOException {
        JsonNode file = new JsonMapper().readTree(VECTORS.resolve("credit-lots.vectors.json"));
        VectorExceptions exceptions = VectorExceptions.read(VECTORS.resolve("credit-lots.exceptions.txt"));
        Map<String, List<VectorOverHttp.Step>> runs = new TreeMap<>();
        try (LedgerServer server = LedgerServer.start(setting)) {
            vectors(file, policy).parallel().forEach(vector -> {
                List<VectorOverHttp.Step> steps = new VectorOverHttp(
                                server.http(),
                                vector,
                                policy,
                                file.path("defaults").path("config"))
                        .run(exceptions);
                synchronized (runs) {
                    runs.put(vector.path("id").asString(), steps);
                }
            });
            server.checkInvariants();
        }

        assertThat(unexplained(runs, exceptions)).isEmpty();
        long compared = runs.values().stream().filter(steps -> held(steps) > 0).count();
        int held = runs.values().stream().mapToInt(HttpVectorsIT::held).sum();
        assertThat(compared + " of " + runs.size() + " vectors, " + held + " expectations")
                .isEqualTo(counts);
    }

    private static Stream<JsonNode> vectors(JsonNode file, String policy) {
        return StreamSupport.stream(file.path("vectors").spliterator(), false)
                .filter(vector -> GROUPS.contains(vector.path("id").asString().replaceAll("[0-9]+$", "")))
                .filter(vector -> StreamSupport.stream(vector.path("policies").spliterator(), false)
                        .anyMatch(name -> name.asString().equals(policy)));
    }

    private static List<String> unexplained(Map<String, List<VectorOverHttp.Step>> runs, VectorExceptions exceptions) {
        List<String> unexplained = new ArrayList<>();
        runs.forEach((vector, steps) -> steps.stream()
                .filter(step -> step.difference() != null && !exceptions.covers(vector, step.number()))
                .forEach(step ->
                        unexplained.add(vector + " " + step.number() + " " + step.op() + ": " + step.difference())));
        return unexplained;
    }

    private static int held(List<VectorOverHttp.Step> steps) {
        return (int) steps.stream()
                .filter(step -> step.expecting() && step.difference() == null)
                .count();
    }
}
