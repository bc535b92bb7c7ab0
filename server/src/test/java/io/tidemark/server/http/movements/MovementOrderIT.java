package io.tidemark.server.http.movements;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.server.http.support.HttpServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class MovementOrderIT {

    private static final String NDJSON = "application/x-ndjson";

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    private static String spend(String ref, String account) {
        return "{\"kind\":\"spend\",\"ref\":\"" + ref + "\",\"items\":[{\"account\":\"" + account
                + "\",\"amount\":1}]}";
    }

    private static String transfer(String ref, String from, String to) {
        return "{\"kind\":\"transfer\",\"ref\":\"" + ref + "\",\"from\":\"" + from + "\",\"items\":[{\"to\":\"" + to
                + "\",\"amount\":1}]}";
    }

    private static String grant(String ref, String issuer, String account) {
        return "{\"kind\":\"grant\",\"ref\":\"" + ref + "\",\"issuer\":\"" + issuer + "\",\"items\":[{\"account\":\""
                + account + "\",\"amount\":1}]}";
    }

    private List<JsonNode> stream(String body) {
        HttpResponse<String> response = server.post("/v1/movements", NDJSON, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(NDJSON);
        assertThat(response.body().isEmpty() || response.body().endsWith("\n")).isTrue();
        return response.body().lines().map(HttpServer::json).toList();
    }

    private List<String> refsTaken() {
        return server.ledger().commands.stream().map(MovementCommand::ref).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void messages_that_share_an_account_keep_their_order() {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String ref = "m" + i;
            bodies.add(
                    switch (i % 3) {
                        case 0 -> spend(ref, "a" + i % 7);
                        case 1 -> transfer(ref, "a" + i % 5, "a" + (5 + i % 3));
                        default -> grant(ref, "issuer", "a" + i % 7);
                    });
        }
        AtomicInteger under = new AtomicInteger();
        server.ledger().onCommand(command -> {
            // Uneven work, so that messages would overtake each other if they could.
            under.accumulateAndGet(command.ref().hashCode() & 0xfff, (sum, rounds) -> {
                int value = sum;
                for (int i = 0; i < rounds * 50; i++) {
                    value = value * 31 + i;
                }
                return value;
            });
            return server.ledger().applied(command);
        });

        List<JsonNode> answers = stream(String.join("\n", bodies));

        assertThat(answers.stream().map(answer -> answer.get("ref").asString()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 300).mapToObj(i -> "m" + i).toList());
        for (int account = 0; account < 8; account++) {
            String name = "\"a" + account + "\"";
            List<String> sent = IntStream.range(0, 300)
                    .filter(i -> bodies.get(i).contains(name))
                    .mapToObj(i -> "m" + i)
                    .toList();
            assertThat(refsTaken().stream().filter(sent::contains)).containsExactlyElementsOf(sent);
        }
    }

    @Test
    void a_message_waits_for_those_before_it_on_any_of_its_accounts_and_for_no_others() {
        CountDownLatch firstBegun = new CountDownLatch(1);
        CountDownLatch othersDone = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        server.ledger().onCommand(command -> {
            switch (command.ref()) {
                case "first" -> {
                    firstBegun.countDown();
                    await(go);
                }
                case "other", "same-issuer" -> othersDone.countDown();
                default -> assertThat(go.getCount()).isZero();
            }
            return server.ledger().applied(command);
        });
        Thread referee = Thread.startVirtualThread(() -> {
            await(firstBegun);
            await(othersDone);
            go.countDown();
        });

        List<JsonNode> answers = stream(String.join(
                "\n",
                transfer("first", "a", "b"),
                spend("behind", "b"),
                transfer("far-behind", "c", "b"),
                spend("third", "c"),
                grant("same-issuer", "i", "x"),
                grant("other", "i", "y")));

        assertThat(referee.isAlive()).isFalse();
        assertThat(answers.stream().map(answer -> answer.get("status").asInt())).containsOnly(201);
        assertThat(refsTaken().stream().filter(ref -> !ref.equals("other") && !ref.equals("same-issuer")))
                .containsExactly("first", "behind", "far-behind", "third");
    }

    @Test
    void a_ref_that_is_there_twice_is_applied_by_its_first_message() {
        CountDownLatch go = new CountDownLatch(1);
        server.ledger().onCommand(command -> {
            if (command.kind() == MovementKind.SPEND) {
                go.countDown();
            }
            return server.ledger().applied(command);
        });

        stream(grant("r", "i", "a") + "\n" + spend("r", "z") + "\n");

        assertThat(server.ledger().commands.stream().map(MovementCommand::kind))
                .containsExactly(MovementKind.GRANT, MovementKind.SPEND);
    }

    @Test
    void no_more_than_the_window_is_under_way_and_all_of_it() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(256);
        server.ledger().onCommand(command -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            full.countDown();
            await(full);
            underWay.decrementAndGet();
            return server.ledger().applied(command);
        });

        assertThat(stream(IntStream.range(0, 1000)
                        .mapToObj(i -> spend("r" + i, "a" + i))
                        .collect(Collectors.joining("\n"))))
                .hasSize(1000);
        assertThat(most.get()).isEqualTo(256);
    }
}
