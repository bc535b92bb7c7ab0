package io.tidemark.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

/** Lots with values, from a price server over the journal to HTTP. */
class ValuationIT {

    private final PGSimpleDataSource database = (PGSimpleDataSource) TestPostgres.emptyDatabase();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final HttpServer prices;
    private volatile boolean isDown;

    ValuationIT() throws IOException {
        prices = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        prices.createContext("/price", exchange -> {
            try (exchange) {
                byte[] body = "{\"price\": \"0.125\"}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(isDown ? 503 : 200, isDown ? -1 : body.length);
                if (!isDown) {
                    calls.add(exchange.getRequestURI().getQuery());
                    exchange.getResponseBody().write(body);
                }
            }
        });
        prices.start();
    }

    @AfterEach
    void stop() {
        prices.stop(0);
    }

    @Test
    void lots_show_what_they_were_worth_and_neither_a_reset_nor_a_restart_asks_again() {
        try (LedgerServer server = startValued()) {
            grant(server, "2026-01-01T00:30:00Z", "one", 100);
            grant(server, "2026-01-01T00:59:59Z", "two", 4);
            assertThat(values(server)).containsExactly(12L, 0L);
            assertThat(calls).containsExactly("currency=CREDIT&quote=USD&at=2026-01-01T00:00:00Z");

            assertThat(server.http().post("/v1/projections/lots/reset", "").status())
                    .isEqualTo(202);
            until(() -> state(server).equals("running"));
            assertThat(values(server)).containsExactly(12L, 0L);
        }
        try (LedgerServer server = startValued()) {
            grant(server, "2026-01-01T00:00:00Z", "three", 12);
            assertThat(values(server)).containsExactly(2L, 12L, 0L);
        }
        assertThat(calls).hasSize(1);
    }

    @Test
    void while_the_price_server_is_away_commands_are_taken_and_the_lots_wait() {
        try (LedgerServer server = startValued()) {
            isDown = true;
            grant(server, "2026-02-01T00:00:00Z", "one", 100);

            until(() -> state(server).equals("failed"));
            grant(server, "2026-02-01T00:00:00Z", "two", 8);
            assertThat(server.http().send(request -> {}, "/actuator/health").status())
                    .isEqualTo(503);
            assertThat(server.http().send(request -> {}, "/actuator/prometheus").text())
                    .contains("tidemark_effect_failures_total{effect=\"price\"}");
            assertThat(server.http().get("/v1/accounts/a/lots").path("items")).isEmpty();

            isDown = false;
            until(() -> server.http().get("/v1/accounts/a/lots").path("items").size() == 2);
            assertThat(values(server)).containsExactly(12L, 1L);
            until(() -> state(server).equals("running"));
        }
        assertThat(calls).hasSize(1);
    }

    @Test
    void without_the_setting_a_lot_has_no_value() {
        try (LedgerServer server = LedgerServer.startOn(database)) {
            grant(server, "2026-01-01T00:30:00Z", "one", 100);
            JsonNode lot = lots(server).path("items").path(0);
            assertThat(lot.path("ref").asString()).isEqualTo("one");
            assertThat(lot.has("value")).isFalse();
        }
        try (LedgerServer server = startValued()) {
            until(() -> lots(server).path("items").path(0).has("value"));
            assertThat(values(server)).containsExactly(12L);
        }
    }

    private LedgerServer startValued() {
        return LedgerServer.startOn(
                database,
                "--tidemark.projections.valuation.currency=USD",
                "--tidemark.projections.valuation.attempts=2",
                "--tidemark.projections.valuation.endpoint=http://127.0.0.1:"
                        + prices.getAddress().getPort() + "/price");
    }

    private static void grant(LedgerServer server, String at, String ref, long amount) {
        LedgerHttp.Answer answer = server.http().post("/v1/grants", Bodies.grantAt(at, ref, Bodies.item("a", amount)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private static JsonNode lots(LedgerServer server) {
        return server.http().get("/v1/accounts/a/lots?min_seq=" + server.http().head());
    }

    private static List<Long> values(LedgerServer server) {
        return lots(server)
                .path("items")
                .valueStream()
                .map(lot -> lot.path("value").asLong(-1))
                .toList();
    }

    private static String state(LedgerServer server) {
        for (JsonNode projection : server.http().get("/v1/projections")) {
            if (projection.path("name").asString().equals("lots")) {
                return projection.path("state").asString();
            }
        }
        return "";
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
