package io.tidemark.server.http.reads;

import static io.tidemark.server.http.support.HttpServer.json;
import static io.tidemark.server.http.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.projections.ProjectionControl.ResetResult;
import io.tidemark.config.projections.ProjectionStatus;
import io.tidemark.config.projections.ProjectionStatus.Rebuild;
import io.tidemark.config.projections.ProjectionStatus.State;
import io.tidemark.messages.query.JournalEvent;
import io.tidemark.messages.query.JournalHead;
import io.tidemark.messages.query.Page;
import io.tidemark.messages.query.ReadJournal;
import io.tidemark.server.http.support.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JournalAndProjectionsIT {

    private static final ProjectionStatus FOLLOWING =
            new ProjectionStatus("lots", State.RUNNING, 12, 10, 12, null, null);

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    private static ProjectionStatus rebuilding(long seq) {
        return new ProjectionStatus(
                "lots", State.REBUILDING, 12, 10, 12, new Rebuild(seq, 12, 400_000, seq == 0 ? null : 3L), null);
    }

    @Test
    void events_are_given_as_they_were_stored() {
        server.ledger()
                .onQuery(query -> new Page<>(
                        List.of(new JournalEvent(
                                3,
                                "a/b",
                                0,
                                "credit-granted",
                                "1",
                                Instant.parse("2026-01-01T00:00:00.000001Z"),
                                "{\"amount\":9223372036854775807}")),
                        "4",
                        9));

        HttpResponse<String> response = server.get("/v1/journal?from_seq=3&limit=1&stream=a/b");

        assertThat(server.ledger().queries).containsExactly(new ReadJournal(3, 1, "a/b"));
        assertThat(json(response.body())).isEqualTo(json("""
                        {"items": [{"seq": 3, "stream": "a/b", "stream_seq": 0, "type": "credit-granted", "revision": "1",
                                    "recorded_at": "2026-01-01T00:00:00.000001Z", "payload": {"amount": 9223372036854775807}}],
                         "next_cursor": "4", "seq": 9}
                        """));
    }

    @Test
    void the_cursor_of_the_journal_is_the_next_seq() {
        server.get("/v1/journal");
        server.get("/v1/journal?cursor=4");

        assertThat(server.ledger().queries)
                .containsExactly(new ReadJournal(1, 100, null), new ReadJournal(4, 100, null));
    }

    @Test
    void the_head_is_seq_and_hash() {
        server.ledger().onQuery(query -> new JournalHead(9, "ab12"));

        assertThat(server.get("/v1/journal/head").body()).isEqualTo("{\"seq\":9,\"hash\":\"ab12\"}");
    }

    @Test
    void projections_are_listed_with_their_rebuilds() {
        server.ledger().projections.add(rebuilding(6));
        server.ledger()
                .projections
                .add(new ProjectionStatus("sets", State.FAILED, 3, 3, 12, null, "event 4 cannot be applied"));

        assertThat(json(server.get("/v1/projections").body())).isEqualTo(json("""
                        [{"name": "lots", "state": "rebuilding", "processed_seq": 12, "committed_seq": 10, "head_seq": 12,
                          "rebuild": {"seq": 6, "target_seq": 12, "events_per_second": 400000, "eta_seconds": 3}, "error": null},
                         {"name": "sets", "state": "failed", "processed_seq": 3, "committed_seq": 3, "head_seq": 12,
                          "rebuild": null, "error": "event 4 cannot be applied"}]
                        """));
    }

    @Test
    void a_reset_is_accepted_refused_while_one_runs_and_unknown_without_a_projection() {
        server.ledger().projections.add(rebuilding(0));
        server.ledger().onReset(name -> switch (name) {
            case "lots" -> ResetResult.STARTED;
            case "sets" -> ResetResult.ALREADY_RUNNING;
            default -> ResetResult.UNKNOWN;
        });

        HttpResponse<String> started =
                server.send(server.request("/v1/projections/lots/reset").POST(BodyPublishers.noBody()));

        assertThat(started.statusCode()).isEqualTo(202);
        assertThat(json(started.body()).get("state").asString()).isEqualTo("rebuilding");
        assertThat(json(started.body()).get("rebuild").get("eta_seconds").isNull())
                .isTrue();
        assertProblem(
                server.send(server.request("/v1/projections/sets/reset").POST(BodyPublishers.noBody())),
                409,
                "projection-reset-running");
        assertProblem(
                server.send(server.request("/v1/projections/none/reset").POST(BodyPublishers.noBody())),
                404,
                "not-found");
        assertProblem(
                server.send(server.request("/v1/projections/lots/reset")
                        .header("Sec-Fetch-Site", "cross-site")
                        .POST(BodyPublishers.noBody())),
                403,
                "forbidden");
    }

    @Test
    void a_reset_can_be_asked_to_compare_and_a_rebuild_to_be_given_up() {
        server.ledger().projections.add(FOLLOWING);
        server.ledger().onReset(name -> switch (name) {
            case "lots?verify", "lots" -> ResetResult.STARTED;
            case "sets" -> ResetResult.ALREADY_RUNNING;
            default -> ResetResult.UNKNOWN;
        });

        assertThat(server.send(server.request("/v1/projections/lots/reset?verify=true")
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(202);
        assertProblem(
                server.send(server.request("/v1/projections/lots/reset?verify=maybe")
                        .POST(BodyPublishers.noBody())),
                400,
                "invalid-query");
        assertThat(server.send(server.request("/v1/projections/lots/rebuild").DELETE())
                        .statusCode())
                .isEqualTo(200);
        assertProblem(server.send(server.request("/v1/projections/sets/rebuild").DELETE()), 404, "not-found");
        assertProblem(server.send(server.request("/v1/projections/none/rebuild").DELETE()), 404, "not-found");
    }

    @Test
    void a_projection_that_failed_turns_the_health_down() {
        server.ledger().projections.add(FOLLOWING);
        assertThat(server.get("/actuator/health").statusCode()).isEqualTo(200);

        server.ledger().projections.add(new ProjectionStatus("sets", State.FAILED, 3, 3, 12, null, "event 4"));

        HttpResponse<String> health = server.get("/actuator/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(json(health.body()).get("status").asString()).isEqualTo("DOWN");
        assertThat(server.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }

    @Test
    void progress_is_told_as_it_is_made_until_there_is_none() throws IOException {
        server.ledger().projections.add(rebuilding(0));
        try (Socket socket = server.connect();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            String head = String.join(
                    "\r\n",
                    "GET /v1/projections/lots/events HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "Accept: text/event-stream");
            socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            awaitLine(in, "content-type: text/event-stream");
            awaitLine(in, "\"seq\":0,\"target_seq\":12");
            server.ledger().projections.set(0, rebuilding(6));
            awaitLine(in, "\"seq\":6,\"target_seq\":12");
            server.ledger().projections.set(0, FOLLOWING);
            awaitLine(in, "\"state\":\"running\"");
            assertThat(in.lines().toList()).noneMatch(line -> line.startsWith("data:"));
        }
    }

    private static void awaitLine(BufferedReader in, String part) throws IOException {
        String line = in.readLine();
        while (line != null && !line.toLowerCase(Locale.ROOT).contains(part)) {
            line = in.readLine();
        }
        assertThat(line).as("a line with " + part).isNotNull();
    }

    @Test
    void a_projection_that_is_not_rebuilt_has_one_event() {
        server.ledger().projections.add(FOLLOWING);

        HttpResponse<String> response = server.get("/v1/projections/lots/events");

        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(response.body())
                .startsWith("data: {\"name\":\"lots\"")
                .endsWith("}\n\n")
                .containsOnlyOnce("data:");
        assertProblem(server.get("/v1/projections/none/events"), 404, "not-found");
        assertProblem(
                server.send(server.request("/v1/projections/lots/events").header("Accept", "application/json")),
                406,
                "not-acceptable");
    }
}
