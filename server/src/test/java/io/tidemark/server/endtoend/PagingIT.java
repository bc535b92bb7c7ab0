package io.tidemark.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Lists page by page while somebody adds rows: what was there at the start comes once, and nothing comes twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagingIT {

    private static final int ROWS_AT_FIRST = 40;

    /** A writer without a bound could be faster than a reader of pages of one row. */
    private static final int ROWS_ADDED_WHILE_LISTING = 12;

    private static final int ALL = 1000;

    private final LedgerServer server = LedgerServer.start();
    private final LedgerHttp http = server.http();
    private final Semaphore rowsToAdd = new Semaphore(0);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private Future<Integer> written = writer.submit(() -> 0);

    @BeforeAll
    void begin() {
        for (int i = 0; i < ROWS_AT_FIRST; i++) {
            grant(i);
        }
        written = writer.submit(this::write);
    }

    @AfterAll
    void end() throws Exception {
        stopped.set(true);
        rowsToAdd.release();
        assertThat(written.get()).isGreaterThan(ROWS_AT_FIRST + ROWS_ADDED_WHILE_LISTING);
        writer.shutdown();
        server.checkInvariants();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void histories_are_covered_once_in_both_directions(int limit) {
        assertCoveredOnce(LedgerHttp.account("rich", "history?sort=asc"), limit, PagingIT::lot);
        assertCoveredOnce(LedgerHttp.account("rich", "history?sort=desc"), limit, PagingIT::lot);
        assertCoveredOnce(LedgerHttp.account("rich", "history?direction=in&kind=grant"), limit, PagingIT::lot);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void lots_are_covered_once(int limit) {
        assertCoveredOnce(LedgerHttp.account("rich", "lots?include=all"), limit, PagingIT::lot);
        assertCoveredOnce(LedgerHttp.account("rich", "lots?include=valid"), limit, PagingIT::lot);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void balances_are_covered_once(int limit) {
        assertCoveredOnce("/v1/balances?min_balance=0", limit, PagingIT::account);
        assertCoveredOnce("/v1/balances?min_balance=1&count=true", limit, PagingIT::account);
    }

    @Test
    void the_journal_is_covered_once() {
        long head = http.head();

        List<JsonNode> events = http.all("/v1/journal", 7, writeSome());

        assertThat(events).hasSizeGreaterThanOrEqualTo((int) head);
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("seq").asLong()).isEqualTo(i + 1);
        }
    }

    private void assertCoveredOnce(String path, int limit, Function<JsonNode, String> key) {
        http.get("/v1/balances?min_seq=" + http.head());
        List<String> atFirst = http.all(path, ALL).stream().map(key).toList();

        List<String> paged =
                http.all(path, limit, writeSome()).stream().map(key).toList();

        assertThat(atFirst).hasSizeGreaterThanOrEqualTo(ROWS_AT_FIRST);
        assertThat(paged).doesNotHaveDuplicates().containsAll(atFirst);
    }

    /** Lets the writer add one row at a time, up to the bound. */
    private Runnable writeSome() {
        AtomicInteger left = new AtomicInteger(ROWS_ADDED_WHILE_LISTING);
        return () -> {
            if (left.getAndDecrement() > 0) {
                rowsToAdd.release();
            }
        };
    }

    private int write() throws InterruptedException {
        int number = ROWS_AT_FIRST;
        rowsToAdd.acquire();
        while (!stopped.get()) {
            grant(number++);
            rowsToAdd.acquire();
        }
        return number;
    }

    /** Adds rows before, between and behind those that are there, whatever a list is sorted by. */
    private void grant(int number) {
        String mixed = Integer.toString(number * 7919 % 99_991, 36);
        String body = Bodies.grantAt(
                (1900 + number * 31 % 100) + "-01-01T00:00:00Z",
                "g" + mixed,
                Bodies.expiring("rich", 2, (2100 + number * 71 % 1000) + "-01-01T00:00:00Z"),
                Bodies.item("one-" + mixed, 1));
        LedgerHttp.Answer answer = http.post("/v1/grants", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private static String lot(JsonNode row) {
        return row.path("ref").asString() + "#" + row.path("index").asInt();
    }

    private static String account(JsonNode row) {
        return row.path("account").asString();
    }
}
