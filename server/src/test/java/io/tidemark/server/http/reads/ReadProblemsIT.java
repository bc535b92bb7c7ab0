package io.tidemark.server.http.reads;

import static io.tidemark.server.http.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.query.InvalidQueryException;
import io.tidemark.messages.query.NotCaughtUpException;
import io.tidemark.server.http.support.HttpServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ReadProblemsIT {

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accounts/a/balance?limit=1",
                "accounts/a/balance?Currency=CREDIT",
                "accounts/a/balance?currency=CREDIT&currency=CREDIT",
                "accounts/a/balance?currency=",
                "accounts/a/balance?currency",
                "accounts/a/balance?currency=credit",
                "accounts/a/balance?currency=AAAAAAAAAAAAAAAAA",
                "accounts/a/balance?at=now",
                "accounts/a/balance?at=2026-01-01T00:00:00+01:00",
                "accounts/a/balance?at=2026-01-01T00:00:00.0000001Z",
                "accounts/a/balance?at=2026-01-01T24:00:00Z",
                "accounts/a/balance?at=1.5",
                "accounts/a/balance?at=99999999999999999999",
                "accounts/a/balance?min_seq=-1",
                "accounts/a/balance?min_seq=1e3",
                "accounts/a/balance?min_seq=01",
                "accounts/a/balance?min_seq=9223372036854775808",
                "accounts/a/balance?details=yes",
                "accounts/a/balance?details=TRUE",
                "accounts/a/balance?=",
                "accounts/a/balance?&",
                "accounts/a/balance?%00=1",
                "accounts/a/balance?%ff=1",
                "accounts/a/lots?include=some",
                "accounts/a/lots?limit=0",
                "accounts/a/lots?limit=1001",
                "accounts/a/lots?limit=-1",
                "accounts/a/lots?limit=ten",
                "accounts/a/lots?limit=%EF%BC%95",
                "accounts/a/lots?cursor=",
                "accounts/a/lots?cursor=%ED%A0%80",
                "accounts/a/history?sort=up",
                "accounts/a/history?direction=both",
                "accounts/a/history?kind=GRANT",
                "accounts/a/history?metadata.=x",
                "accounts/a/history?metadata=x",
                "accounts/a/history?metadata.k=a&metadata.k=b",
                "balances?min_balance=-1",
                "balances?min_balance=1.0",
                "balances?count=1",
                "balances?at=0",
                "journal?from_seq=0",
                "journal?from_seq=1&cursor=2",
                "journal?cursor=abc",
                "journal/head?x=1",
                "projections?x=1"
            })
    void a_query_that_cannot_be_meant_is_invalid(String path) {
        assertProblem(server.get("/v1/" + path), 400, "invalid-query");
        assertThat(server.ledger().queries).isEmpty();
    }

    @Test
    void a_plus_sign_in_a_time_is_explained() {
        JsonNode problem =
                assertProblem(server.get("/v1/accounts/a/balance?at=2026-01-01T00:00:00+01:00"), 400, "invalid-query");

        assertThat(problem.get("detail").asString()).contains("%2B");
        assertThat(problem.get("field").asString()).isEqualTo("at");
    }

    @Test
    void what_the_ledger_says_of_a_query_is_told() {
        server.ledger().onQuery(query -> {
            throw new InvalidQueryException("cursor", "the cursor is of another query");
        });

        JsonNode problem = assertProblem(server.get("/v1/balances?cursor=x"), 400, "invalid-query");

        assertThat(problem.get("field").asString()).isEqualTo("cursor");
        assertThat(problem.get("detail").asString()).isEqualTo("the cursor is of another query");
    }

    @Test
    void a_projection_that_is_behind_is_503() {
        server.ledger().onQuery(query -> {
            throw new NotCaughtUpException(7, 9);
        });

        HttpResponse<String> response = server.get("/v1/accounts/a/balance?min_seq=9");

        JsonNode problem = assertProblem(response, 503, "not-caught-up");
        assertThat(problem.get("committed_seq").asLong()).isEqualTo(7);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
    }

    @Test
    void a_bug_in_a_query_is_500_without_internals() {
        server.ledger().onQuery(query -> {
            throw new IllegalStateException("/var/lib/secret");
        });

        assertThat(server.get("/v1/balances").body()).doesNotContain("secret");
        assertProblem(server.get("/v1/journal/head"), 500, "internal-error");
    }
}
