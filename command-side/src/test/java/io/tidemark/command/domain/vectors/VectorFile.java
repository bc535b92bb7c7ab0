package io.tidemark.command.domain.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the vectors. */
final class VectorFile {

    /** The clock of vectors that do not depend on it: the day on which they were executed. */
    private static final Instant USUAL_CLOCK = Instant.parse("2026-07-20T00:00:00Z");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private VectorFile() {}

    /** All vectors, in the order of the file. */
    static List<Vector> read() {
        try (InputStream file = VectorFile.class.getResourceAsStream("credit-lots.vectors.json")) {
            JsonNode root = JSON.readTree(Objects.requireNonNull(file, "the vectors are missing"));
            JsonNode usual = root.path("defaults").path("config");
            List<Vector> vectors = new ArrayList<>();
            for (JsonNode vector : root.path("vectors")) {
                vectors.add(vector(vector, usual));
            }
            return vectors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Vector vector(JsonNode json, JsonNode usual) {
        JsonNode config = json.path("config");
        List<JsonNode> steps = new ArrayList<>();
        json.path("steps").forEach(steps::add);
        return new Vector(
                json.path("id").asString(),
                json.path("title").asString(),
                List.copyOf(texts(json.path("policies"))),
                json.has("policy_cutoff")
                        ? Instant.parse(json.path("policy_cutoff").asString())
                        : null,
                json.has("clock") ? Instant.parse(json.path("clock").asString()) : USUAL_CLOCK,
                new Vector.Gates(
                        setting(config, usual, "whitelist"),
                        setting(config, usual, "post_types"),
                        setting(config, usual, "channels")),
                steps);
    }

    private static Set<String> setting(JsonNode config, JsonNode usual, String name) {
        return texts(config.has(name) ? config.path(name) : usual.path(name));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
