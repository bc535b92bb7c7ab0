package io.tidemark.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Many callers on few accounts over HTTP: sums are exact, each ref has one effect, and nobody waits for ever. */
class ConcurrentCallersIT {

    private static final int CALLERS = 64;
    private static final int ACCOUNTS = 10;
    private static final int MESSAGES_EACH = 30;

    private record Message(String ref, String path, String body) {}

    private record Exchange(Message message, LedgerHttp.Answer answer) {}

    /** Every message is sent by one caller, and once more by its neighbour in another order. */
    @Test
    void sixty_four_callers_on_ten_accounts_lose_nothing() throws Exception {
        long seed = Seeds.orElse(20261121).getFirst();
        try (LedgerServer server = LedgerServer.start()) {
            List<Exchange> exchanges = storm(server.http(), seed);

            assertThat(exchanges).hasSize(2 * CALLERS * MESSAGES_EACH);
            Map<String, Long> sums = new HashMap<>();
            long events = settle(exchanges, sums, Seeds.howToRepeat(seed));
            LedgerHttp http = server.http();
            assertThat(http.head())
                    .as("events of the messages applied, and no others")
                    .isEqualTo(events);
            for (int i = 0; i < ACCOUNTS; i++) {
                JsonNode balance = http.get(LedgerHttp.account("account-" + i, "balance?min_seq=" + events));
                assertThat(balance.path("balance").asLong()).isEqualTo(sums.getOrDefault("account-" + i, 0L));
            }
            server.checkInvariants();
        }
    }

    private static List<Exchange> storm(LedgerHttp http, long seed) throws Exception {
        List<List<Message>> messages = new ArrayList<>();
        Random random = new Random(seed);
        for (int caller = 0; caller < CALLERS; caller++) {
            List<Message> own = new ArrayList<>();
            for (int i = 0; i < MESSAGES_EACH; i++) {
                own.add(message("m-" + caller + "-" + i, random));
            }
            messages.add(own);
        }
        List<Exchange> exchanges = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<List<Exchange>>> callers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                List<Message> list = new ArrayList<>(messages.get(caller));
                list.addAll(messages.get((caller + 1) % CALLERS));
                Collections.shuffle(list, random);
                callers.add(threads.submit(() -> list.stream()
                        .map(message -> new Exchange(message, http.post(message.path, message.body)))
                        .toList()));
            }
            for (Future<List<Exchange>> caller : callers) {
                exchanges.addAll(caller.get());
            }
        }
        return exchanges;
    }

    /** Adds up what first answers say was moved, and gives how many events that made. */
    private static long settle(List<Exchange> exchanges, Map<String, Long> sums, String seed) {
        Map<String, JsonNode> applied = new HashMap<>();
        Map<String, JsonNode> repeated = new HashMap<>();
        long events = 0;
        for (Exchange exchange : exchanges) {
            LedgerHttp.Answer answer = exchange.answer;
            String ref = exchange.message.ref;
            switch (answer.status()) {
                case 201 -> {
                    JsonNode first = answer.json();
                    assertThat(applied.put(ref, first))
                            .as(ref + " applied twice")
                            .isNull();
                    events += first.path("seq_to").asLong()
                            - first.path("seq_from").asLong()
                            + 1;
                    first.path("results").forEach(result -> add(exchange.message, result, sums));
                }
                case 200 -> repeated.put(ref, answer.json());
                default -> assertThat(answer.problem()).as(ref + ", " + seed).isEqualTo("insufficient-credit");
            }
        }
        assertThat(applied.keySet()).containsAll(repeated.keySet());
        repeated.forEach((ref, answer) -> assertThat(answer).isEqualTo(applied.get(ref)));
        return events;
    }

    private static void add(Message message, JsonNode result, Map<String, Long> sums) {
        long drained = 0;
        for (JsonNode lot : result.path("drained")) {
            drained += lot.path("amount").asLong();
        }
        if (result.has("lot")) {
            sums.merge(
                    result.path("account").asString(),
                    result.path("lot").path("amount").asLong(),
                    Long::sum);
        } else if (result.has("to")) {
            assertThat(drained).isEqualTo(result.path("amount").asLong());
            sums.merge(result.path("to").asString(), drained, Long::sum);
            sums.merge(from(message), -drained, Long::sum);
        } else {
            assertThat(drained + result.path("shortfall").asLong())
                    .isEqualTo(result.path("amount").asLong());
            sums.merge(result.path("account").asString(), -drained, Long::sum);
        }
    }

    private static String from(Message message) {
        return message.body.replaceAll(".*\"from\":\"([^\"]*)\".*", "$1");
    }

    private static Message message(String ref, Random random) {
        int number = random.nextInt(ACCOUNTS);
        String account = "account-" + number;
        String other = "account-" + (number + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        int amount = 1 + random.nextInt(100);
        String expiry = random.nextInt(2100, 3000) + "-01-01T00:00:00Z";
        return switch (random.nextInt(5)) {
            case 0 -> new Message(ref, "/v1/grants", Bodies.grant(ref, Bodies.item(account, 3L * amount)));
            case 1 -> new Message(ref, "/v1/grants", Bodies.grant(ref, Bodies.expiring(account, amount, expiry)));
            case 2 -> {
                String items = Bodies.item(account, amount) + "," + Bodies.item(other, 1);
                yield new Message(ref, "/v1/spends", Bodies.spend(ref, "REJECT", items));
            }
            case 3 ->
                new Message(ref, "/v1/spends", Bodies.spend(ref, "DRAIN_AVAILABLE", Bodies.item(account, amount)));
            default -> new Message(ref, "/v1/transfers", Bodies.transfer(ref, account, Bodies.to(other, amount)));
        };
    }
}
