package io.tidemark.server.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.messages.command.MovementCommand;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ImporterTest {

    private static final AlephMapper ALEPH = new AlephMapper(AlephRules.ofIssuers(Set.of(DemoMessages.ISSUER)));
    private static final String GRANT = "{\"kind\":\"grant\",\"ref\":\"%s\",\"issuer\":\"i\",\"items\":[]}";

    private final RecordingSink sink = new RecordingSink();
    private final List<String> heard = new ArrayList<>();

    @Test
    void the_demo_messages_are_sent_and_counted() throws Exception {
        ImportSummary summary;
        try (InputStream in = DemoMessages.open()) {
            summary = importer(ALEPH, false).run(in);
        }

        assertThat(summary.counts()).isEqualTo("applied 41 / repeated 2 / ignored 2 / refused 1");
        assertThat(summary.ignoredBecause()).containsKeys("another channel", "not from an issuer");
        assertThat(summary.refusals())
                .singleElement()
                .satisfies(refusals -> assertThat(refusals.type()).isEqualTo("self-transfer"));
        assertThat(summary.lastSeq()).isEqualTo(43);
        assertThat(sink.isDrained()).isTrue();
        assertThat(sink.commands).hasSize(43);
    }

    @Test
    void movements_are_sent_in_the_order_of_the_lines() throws Exception {
        run(false, GRANT.formatted("b"), GRANT.formatted("a"), GRANT.formatted("b"), GRANT.formatted("c"));

        assertThat(sink.commands).extracting(MovementCommand::ref).containsExactly("b", "a", "b", "c");
    }

    @Test
    void the_same_message_is_told_apart_by_its_appearance_until_it_is_applied() throws Exception {
        sink.refusedOnce.add("a");

        ImportSummary summary =
                run(false, GRANT.formatted("a"), GRANT.formatted("b"), GRANT.formatted("a"), GRANT.formatted("b"));

        assertThat(sink.appearances).containsExactly(1, 1, 2, 1);
        assertThat(summary.counts()).isEqualTo("applied 2 / repeated 1 / ignored 0 / refused 1");
        assertThat(summary.remembered()).isEqualTo(1);
    }

    @Test
    void malformed_lines_are_refused_with_their_numbers_and_stop_nothing() throws Exception {
        ImportSummary summary = run(false, GRANT.formatted("a"), "{", "", "  ", "[1]", GRANT.formatted("b"), "\u0000");

        assertThat(summary.counts()).isEqualTo("applied 2 / repeated 0 / ignored 0 / refused 3");
        assertThat(summary.lines()).isEqualTo(7);
        assertThat(summary.malformed()).isEqualTo(3);
        assertThat(heard)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("2 malformed-line not JSON"),
                        line -> assertThat(line).startsWith("5 malformed-line not a JSON object"),
                        line -> assertThat(line).startsWith("7 malformed-line not JSON"));
    }

    @Test
    void a_strict_import_ends_at_the_first_malformed_line_with_everything_before_it_answered() throws Exception {
        ImportSummary summary = run(true, GRANT.formatted("a"), "{", GRANT.formatted("b"));

        assertThat(summary.counts()).isEqualTo("applied 1 / repeated 0 / ignored 0 / refused 1");
        assertThat(summary.malformed()).isEqualTo(1);
        assertThat(sink.isDrained()).isTrue();
    }

    @Test
    void refusals_are_grouped_with_their_first_lines() throws Exception {
        String[] lines = new String[20];
        Arrays.fill(lines, "nothing");

        ImportSummary summary = run(false, lines);

        assertThat(summary.refusals()).singleElement().satisfies(refusals -> {
            assertThat(refusals.count()).isEqualTo(20);
            assertThat(refusals.first()).extracting(ImportSummary.Example::line).containsExactly(1L, 2L, 3L, 4L, 5L);
        });
    }

    @Test
    void a_sink_that_fails_ends_the_import_with_what_was_counted() throws Exception {
        MovementSink failing = new MovementSink() {
            private boolean first = true;

            @Override
            public void send(ImportedMessage message, Consumer<SinkAnswer> answered) throws SinkException {
                if (!first) {
                    throw new SinkException("gone", null, true);
                }
                first = false;
                answered.accept(new SinkAnswer.Applied(1, false));
            }

            @Override
            public void drain() {}

            @Override
            public void close() {}
        };

        ImportSummary summary = new Importer(new TidemarkMapper(), failing, listener(), false, 1000)
                .run(input(GRANT.formatted("a"), GRANT.formatted("b"), GRANT.formatted("c")));

        assertThat(summary.counts()).isEqualTo("applied 1 / repeated 0 / ignored 0 / refused 0");
        assertThat(summary.failure()).hasMessage("gone");
    }

    /** Mappers answer for every line; 20,000 damaged messages show it. */
    @Test
    void no_damage_to_a_message_breaks_a_mapper() throws IOException {
        List<String> lines;
        try (InputStream in = DemoMessages.open()) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        Random random = new Random(20260221);
        String pieces = "{}[]\",:0123456789.eE-+tfnul \\";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder line = new StringBuilder(lines.get(random.nextInt(lines.size())));
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(line.length());
                char piece = pieces.charAt(random.nextInt(pieces.length()));
                switch (random.nextInt(3)) {
                    case 0 -> line.setCharAt(at, piece);
                    case 1 -> line.insert(at, piece);
                    default -> line.deleteCharAt(at);
                }
            }
            assertThat(ALEPH.map(line.toString())).isNotNull();
            assertThat(new TidemarkMapper().map(line.toString())).isInstanceOf(MappedLine.Refused.class);
        }
    }

    private ImportSummary run(boolean strict, String... lines) throws Exception {
        return importer(new TidemarkMapper(), strict).run(input(lines));
    }

    private Importer importer(LineMapper mapper, boolean strict) {
        return new Importer(mapper, sink, listener(), strict, 100_000);
    }

    private ImportListener listener() {
        return new ImportListener() {
            @Override
            public void refused(long line, RefusalReason reason) {
                heard.add(line + " " + reason.type() + " " + reason.detail());
            }

            @Override
            public void progressed(long lines, long bytes) {}
        };
    }

    private static InputStream input(String... lines) {
        return new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
}
