package io.tidemark.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ReadCommandsTest {

    private static final String BALANCE = "{\"account\":\"a\",\"currency\":\"CREDIT\",\"balance\":1234567,"
            + "\"at\":\"2026-03-01T00:00:00Z\",\"seq\":9,\"details\":["
            + "{\"expires_at\":null,\"amount\":1234000},{\"expires_at\":\"2027-01-01T00:00:00Z\",\"amount\":567}]}";

    private final Cli cli = new Cli();

    @Test
    void a_balance_is_printed_for_people_or_as_it_came() throws IOException {
        try (FakeServer server = answering(200, BALANCE)) {
            assertThat(cli.run("balance", "a", "--url", server.url() + "/")).isZero();
            assertThat(cli.out).isEqualToNormalizingNewlines("1,234,567 CREDIT\n");

            assertThat(cli.run(
                            "balance", "a", "--details", "--url", server.url().toString()))
                    .isZero();
            assertThat(cli.out).isEqualToNormalizingNewlines("""
                    1,234,567 CREDIT
                       AMOUNT  EXPIRES
                    1,234,000  never
                          567  2027-01-01T00:00:00Z
                    """);

            assertThat(cli.run("balance", "a", "--json", "--url", server.url().toString()))
                    .isZero();
            assertThat(cli.out.strip()).isEqualTo(BALANCE);
            assertThat(cli.err).isEmpty();
        }
    }

    @Test
    void ids_and_times_are_escaped_and_the_environment_names_the_server() throws IOException {
        try (FakeServer server = answering(200, BALANCE)) {
            cli.environment.put("TIDEMARK_URL", server.url().toString());

            assertThat(cli.run("balance", "ä/b ?%", "--at", "2026-03-01T00:00:00+01:00", "--currency", "USD"))
                    .isZero();

            assertThat(server.requests)
                    .singleElement()
                    .asString()
                    .startsWith("GET /v1/accounts/%C3%A4%2Fb%20%3F%25/balance?")
                    .contains("at=2026-03-01T00%3A00%3A00%2B01%3A00")
                    .contains("currency=USD");
        }
    }

    @Test
    void lists_are_read_page_by_page_up_to_the_limit() throws IOException {
        try (FakeServer server = new FakeServer(request -> new FakeServer.Answer(
                200,
                request.contains("cursor=two%2F")
                        ? "{\"items\":[" + lot(3) + "],\"next_cursor\":null,\"seq\":4}"
                        : "{\"items\":[" + lot(1) + "," + lot(2) + "],\"next_cursor\":\"two/\",\"seq\":4}"))) {
            String url = server.url().toString();

            assertThat(cli.run("lots", "a", "--all", "--url", url)).isZero();
            assertThat(cli.out).contains("r1", "r2", "r3").doesNotContain("--limit");
            assertThat(server.requests.getFirst()).contains("include=all").contains("limit=100");

            assertThat(cli.run("lots", "a", "--limit", "2", "--url", url)).isZero();
            assertThat(cli.out).contains("r1", "r2", "--limit").doesNotContain("r3");
            assertThat(server.requests.getLast()).contains("include=valid").contains("limit=2");

            assertThat(cli.run("lots", "a", "--json", "--url", url)).isZero();
            assertThat(cli.out.strip())
                    .isEqualTo("{\"items\":[" + lot(1) + "," + lot(2) + "," + lot(3)
                            + "],\"next_cursor\":null,\"seq\":4}");
        }
    }

    @Test
    void a_history_is_filtered_and_shows_signs_and_expiries() throws IOException {
        String entry = "{\"ref\":\"r\",\"index\":0,\"kind\":\"transfer\",\"amount\":%s,\"counterparty\":%s,"
                + "\"effective_at\":\"2026-03-01T00:00:00Z\",\"seq\":1234,\"expires_at\":null}";
        try (FakeServer server = answering(
                200,
                "{\"items\":[" + entry.formatted("-5000", "\"bob\"") + "," + entry.formatted("7", "null")
                        + "],\"next_cursor\":null,\"seq\":9}")) {
            assertThat(cli.run(
                            "history",
                            "a",
                            "--kind",
                            "transfer",
                            "--direction",
                            "out",
                            "--from",
                            "2026-01-01T00:00:00Z",
                            "--oldest-first",
                            "--url",
                            server.url().toString()))
                    .isZero();

            assertThat(cli.out).isEqualToNormalizingNewlines("""
                    EFFECTIVE             KIND      AMOUNT  COUNTERPARTY  EXPIRES    SEQ  INDEX  REF
                    2026-03-01T00:00:00Z  transfer  -5,000  bob                    1,234      0  r
                    2026-03-01T00:00:00Z  transfer       7  -             never    1,234      0  r
                    """);
            assertThat(server.requests.getFirst()).contains("kind=transfer", "direction=out", "sort=asc", "from=2026");
        }
    }

    @Test
    void projections_show_how_far_they_are_behind() throws IOException {
        try (FakeServer server = answering(
                200,
                "[{\"name\":\"lots\",\"state\":\"rebuilding\",\"processed_seq\":5,\"committed_seq\":4,\"head_seq\":1000,"
                        + "\"rebuild\":{\"seq\":10,\"target_seq\":1000,\"events_per_second\":2000,\"eta_seconds\":3},"
                        + "\"error\":null}]")) {
            assertThat(cli.run("projections", "--url", server.url().toString())).isZero();

            assertThat(cli.out).contains("lots", "rebuilding", "996", "10 of 1,000, 2,000 events/s, 3 s left");
        }
    }

    @Test
    void a_reset_waits_until_the_projection_runs_again() throws IOException {
        AtomicInteger listings = new AtomicInteger();
        Function<String, FakeServer.Answer> answers = request -> {
            if (request.startsWith("POST")) {
                return new FakeServer.Answer(202, "");
            }
            boolean done = listings.incrementAndGet() > 2;
            return new FakeServer.Answer(
                    200,
                    "[{\"name\":\"lots\",\"state\":\"" + (done ? "running" : "rebuilding") + "\",\"committed_seq\":44,"
                            + "\"rebuild\":" + (done ? "null" : "{\"seq\":1,\"target_seq\":9}") + "}]");
        };
        try (FakeServer server = new FakeServer(answers)) {
            assertThat(cli.run("reset", "lots", "--wait", "--url", server.url().toString()))
                    .isZero();
            assertThat(cli.out).contains("lots is rebuilt up to seq 44");
            assertThat(server.requests.getFirst()).isEqualTo("POST /v1/projections/lots/reset");
        }
    }

    @Test
    void a_reset_that_fails_says_why() throws IOException {
        try (FakeServer server = new FakeServer(request -> request.startsWith("POST")
                ? new FakeServer.Answer(202, "")
                : new FakeServer.Answer(200, "[{\"name\":\"lots\",\"state\":\"failed\",\"error\":\"disk full\"}]"))) {
            assertThat(cli.run("reset", "lots", "--wait", "--url", server.url().toString()))
                    .isEqualTo(ExitCode.FAILED);
            assertThat(cli.err).contains("disk full");
        }
    }

    @Test
    void what_the_server_refuses_is_told_and_returns_1() throws IOException {
        String problem = "{\"type\":\"https://tidemark.io/problems/malformed\",\"title\":\"Malformed\",\"status\":400,"
                + "\"detail\":\"at is no time\"}";
        try (FakeServer server = answering(400, problem)) {
            assertThat(cli.run(
                            "balance", "a", "--at", "x", "--url", server.url().toString()))
                    .isEqualTo(ExitCode.FAILED);
            assertThat(cli.err).isEqualToNormalizingNewlines("tidemark: Malformed: at is no time\n");
        }
    }

    @Test
    void a_server_that_is_away_not_ready_or_another_returns_3() throws IOException {
        String gone;
        try (FakeServer server = answering(503, "{\"title\":\"Not ready\"}")) {
            gone = server.url().toString();
            assertThat(cli.run("balance", "a", "--url", gone)).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(cli.err).contains("Not ready");
        }
        assertThat(cli.run("balance", "a", "--url", gone)).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(cli.err).contains("connection refused", "tidemark serve");
        try (FakeServer server = answering(200, "<html>")) {
            assertThat(cli.run("balance", "a", "--url", server.url().toString()))
                    .isEqualTo(ExitCode.UNREACHABLE);
            assertThat(cli.err).contains("is not Tidemark");
        }
    }

    private static FakeServer answering(int status, String body) throws IOException {
        return new FakeServer(request -> new FakeServer.Answer(status, body));
    }

    private static String lot(int number) {
        return "{\"ref\":\"r" + number + "\",\"index\":0,\"amount\":10,\"remaining\":5,"
                + "\"granted_at\":\"2026-01-01T00:00:00Z\",\"expires_at\":null}";
    }
}
