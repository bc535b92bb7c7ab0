package io.tidemark.server.http.movements;

import static io.tidemark.server.http.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.server.http.support.HttpServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedMediaTypesIT {

    private static final String PLAIN = "{\"ref\":\"r\",\"items\":[{\"account\":\"a\",\"amount\":7}]}";

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    @AfterEach
    void nothing_reached_the_ledger() {
        assertThat(server.ledger().commands).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/xml",
                "application/json; charset=iso-8859-1",
                "application/json; charset=utf-16",
                "application/json; charset=no-such-charset",
                "application/problem+json",
                "application/x-ndjson",
                "application/*",
                "*/*",
                "json",
                ";"
            })
    void another_media_type_is_unsupported(String type) {
        assertProblem(server.post("/v1/spends", type, PLAIN), 415, "unsupported-media-type");
    }

    @Test
    void a_missing_media_type_is_unsupported() {
        HttpResponse<String> response = server.send(server.request("/v1/spends").POST(BodyPublishers.ofString(PLAIN)));

        assertProblem(response, 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "identity, gzip"})
    void an_encoded_body_is_unsupported(String encoding) {
        HttpResponse<String> response = server.send(server.request("/v1/spends")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofString(PLAIN)));

        assertProblem(response, 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/xml, text/*",
                "application/json;q=0",
                "*/*, application/json;q=0",
                "nonsense",
                "application/json;amounts=float"
            })
    void an_answer_in_another_media_type_is_not_to_be_had(String accept) {
        HttpResponse<String> response = server.send(server.request("/v1/spends")
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(BodyPublishers.ofString(PLAIN)));

        assertProblem(response, 406, "not-acceptable");
    }

    @Test
    void movements_take_no_query_parameters() {
        assertProblem(server.post("/v1/spends?dry_run=true", PLAIN), 400, "invalid-query");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void pages_of_other_sites_may_not_send_movements(String site) {
        HttpResponse<String> response = server.send(server.request("/v1/spends")
                .header("Content-Type", "application/json")
                .header("Sec-Fetch-Site", site)
                .POST(BodyPublishers.ofString(PLAIN)));

        assertProblem(response, 403, "forbidden");
    }
}
