package io.tidemark.server.endtoend;

import io.tidemark.server.imports.AlephMapper;
import io.tidemark.server.imports.AlephRules;
import io.tidemark.server.imports.ImportListener;
import io.tidemark.server.imports.ImportSummary;
import io.tidemark.server.imports.Importer;
import io.tidemark.server.imports.MovementSink;
import io.tidemark.server.imports.RefusalReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 3,000 real-shaped Aleph messages, and what the reference makes of them. */
final class AlephDataSet {

    /** The one whose distributions and expenses count in them. */
    static final String ISSUER = "0xISSUER000000000000000000000000000000000000";

    private static final JsonMapper JSON = new JsonMapper();

    private AlephDataSet() {}

    /**
     * What an import did.
     *
     * @param summary its counts
     * @param refused hashes of the refused messages, in the order of the file
     */
    record Imported(ImportSummary summary, List<String> refused) {}

    /** Imports all messages, and closes the sink. */
    static Imported importInto(MovementSink sink) throws IOException, InterruptedException {
        Set<Long> refusedLines = new ConcurrentSkipListSet<>();
        ImportListener listener = new ImportListener() {
            @Override
            public void refused(long line, RefusalReason reason) {
                refusedLines.add(line);
            }

            @Override
            public void progressed(long lines, long bytes) {}
        };
        AlephMapper mapper = new AlephMapper(AlephRules.ofIssuers(Set.of(ISSUER)));
        try (sink;
                InputStream messages = messages()) {
            ImportSummary summary =
                    new Importer(mapper, sink, listener, true, Importer.DEFAULT_LINE_BYTES).run(messages);
            return new Imported(summary, hashes(refusedLines));
        }
    }

    /** The messages, one a line. */
    static InputStream messages() throws IOException {
        return open("aleph-credits.ndjson.gz");
    }

    /** What the reference has in the end, in the format of {@code LedgerReading.expected}. */
    static JsonNode expected(String configuration) throws IOException {
        try (InputStream file = open("aleph-credits.expected-" + configuration + ".json.gz")) {
            return JSON.readTree(file);
        }
    }

    private static List<String> hashes(Set<Long> lines) throws IOException {
        List<String> hashes = new ArrayList<>();
        try (BufferedReader messages = new BufferedReader(new InputStreamReader(messages(), StandardCharsets.UTF_8))) {
            long number = 1;
            for (String line = messages.readLine(); line != null; line = messages.readLine()) {
                if (lines.contains(number++)) {
                    hashes.add(JSON.readTree(line).path("item_hash").asString());
                }
            }
        }
        return hashes;
    }

    private static InputStream open(String name) throws IOException {
        return new GZIPInputStream(Objects.requireNonNull(
                AlephDataSet.class.getResourceAsStream("/aleph/" + name), () -> name + " is missing"));
    }
}
