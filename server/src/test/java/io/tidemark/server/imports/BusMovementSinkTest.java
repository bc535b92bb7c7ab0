package io.tidemark.server.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.config.imports.ImportOutcome;
import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.config.imports.RememberedRefusal;
import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.LedgerBusyException;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.command.MovementReceipt;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BusMovementSinkTest {

    private static final Patience QUICK =
            new Patience(Duration.ofNanos(1), Duration.ofNanos(10), Duration.ofNanos(100));

    private final List<SinkAnswer> answers = Collections.synchronizedList(new ArrayList<>());

    @Test
    void messages_that_share_an_account_or_a_ref_arrive_in_the_order_of_sending() throws Exception {
        Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
        Random random = new Random(7);
        List<TransferCredits> commands = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            String from = "a" + random.nextInt(40);
            commands.add(new TransferCredits(
                    "r" + random.nextInt(4_000),
                    from,
                    List.of(new TransferCredits.Item("a" + random.nextInt(40), i + 1))));
        }
        Function<MovementCommand, CompletableFuture<MovementOutcome>> bus =
                command -> CompletableFuture.supplyAsync(() -> {
                    TransferCredits transfer = (TransferCredits) command;
                    int number = (int) transfer.items().getFirst().amount();
                    for (String key : List.of(
                            "r " + transfer.ref(),
                            transfer.from(),
                            transfer.items().getFirst().to())) {
                        seen.computeIfAbsent(key, k -> Collections.synchronizedList(new ArrayList<>()))
                                .add(number);
                    }
                    return applied(command).join();
                });

        try (BusMovementSink sink = new BusMovementSink(waitingFor(bus), QUICK)) {
            for (TransferCredits command : commands) {
                sink.send(new ImportedMessage(command, 1), answers::add);
            }
            sink.drain();
        }

        assertThat(answers).hasSize(5_000);
        assertThat(seen.values()).allSatisfy(numbers -> assertThat(numbers).isSorted());
    }

    @Test
    void messages_without_a_common_account_do_not_wait_for_each_other() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Function<MovementCommand, CompletableFuture<MovementOutcome>> bus = command -> {
            both.countDown();
            await(both);
            return applied(command);
        };

        try (BusMovementSink sink = new BusMovementSink(waitingFor(bus), QUICK)) {
            sink.send(message("r1", "a"), answers::add);
            sink.send(message("r2", "b"), answers::add);
            sink.drain();
        }

        assertThat(answers).hasSize(2);
    }

    @Test
    void a_busy_ledger_is_asked_again_until_it_answers() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Function<MovementCommand, CompletableFuture<MovementOutcome>> bus = command -> calls.incrementAndGet() < 4
                ? CompletableFuture.failedFuture(new CompletionException(new LedgerBusyException("full")))
                : CompletableFuture.completedFuture(new MovementOutcome.Refused(new Refusal.NotAnIssuer("someone")));

        try (BusMovementSink sink = new BusMovementSink(waitingFor(bus), QUICK)) {
            sink.send(message("r1", "a"), answers::add);
            sink.drain();
        }

        assertThat(calls).hasValue(4);
        assertThat(answers)
                .containsExactly(new SinkAnswer.Refused(
                        new RefusalReason("not-an-issuer", new Refusal.NotAnIssuer("someone").detail()), false));
    }

    @Test
    void a_refusal_of_an_earlier_import_is_told_as_such() throws Exception {
        RememberedRefusal refusal = new RememberedRefusal("not-an-issuer", "no", Instant.EPOCH);

        try (BusMovementSink sink = new BusMovementSink(message -> new ImportOutcome.Remembered(refusal), QUICK)) {
            sink.send(message("r1", "a"), answers::add);
            sink.drain();
        }

        assertThat(answers).containsExactly(new SinkAnswer.Refused(new RefusalReason("not-an-issuer", "no"), true));
    }

    @Test
    void a_ledger_that_stays_busy_ends_the_import_and_what_came_after_is_not_sent() throws Exception {
        AtomicInteger others = new AtomicInteger();
        CountDownLatch bothSent = new CountDownLatch(1);
        Function<MovementCommand, CompletableFuture<MovementOutcome>> bus = command -> {
            if (command.ref().equals("r1")) {
                await(bothSent);
                throw new LedgerBusyException("full");
            }
            others.incrementAndGet();
            return applied(command);
        };

        try (BusMovementSink sink = new BusMovementSink(waitingFor(bus), QUICK)) {
            sink.send(message("r1", "a"), answers::add);
            sink.send(message("r2", "a"), answers::add);
            bothSent.countDown();
            assertThatThrownBy(sink::drain)
                    .isInstanceOfSatisfying(
                            SinkException.class,
                            e -> assertThat(e.isUnreachable()).isTrue());
            assertThatThrownBy(() -> sink.send(message("r3", "b"), answers::add))
                    .isInstanceOf(SinkException.class);
        }

        assertThat(others).hasValue(0);
        assertThat(answers).isEmpty();
    }

    @Test
    void closing_waits_for_what_the_ledger_has_and_sends_nothing_more() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<MovementOutcome> slow = new CompletableFuture<>();
        AtomicInteger sentAfterIt = new AtomicInteger();
        Function<MovementCommand, CompletableFuture<MovementOutcome>> bus = command -> {
            if (command.ref().equals("r1")) {
                begun.countDown();
                return slow;
            }
            sentAfterIt.addAndGet(command.ref().equals("r2") ? 1 : 0);
            return applied(command);
        };
        BusMovementSink sink = new BusMovementSink(waitingFor(bus), QUICK);
        sink.send(message("r1", "a"), answers::add);
        sink.send(message("r2", "a"), answers::add);
        await(begun);

        Thread closing = Thread.ofVirtual().start(sink::close);
        assertThatThrownBy(() -> sendUntilRefused(sink)).hasMessageContaining("broken off");
        slow.complete(applied(grant("r1", "a")).join());
        closing.join();

        assertThat(answers).containsExactly(new SinkAnswer.Applied(1, false));
        assertThat(sentAfterIt).hasValue(0);
    }

    @RepeatedTest(500)
    void a_message_that_comes_at_the_moment_of_closing_is_told_that_the_import_was_broken_off() throws Exception {
        BusMovementSink sink = new BusMovementSink(waitingFor(BusMovementSinkTest::applied), QUICK);
        CountDownLatch sending = new CountDownLatch(1);
        Thread closing = Thread.ofPlatform().start(() -> {
            await(sending);
            sink.close();
        });

        sending.countDown();
        assertThatThrownBy(() -> sendUntilRefused(sink))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("broken off");
        closing.join();
    }

    @Test
    void a_bug_of_the_ledger_ends_the_import() throws Exception {
        Function<MovementCommand, CompletableFuture<MovementOutcome>> bus = command -> {
            throw new IllegalStateException("bug");
        };

        try (BusMovementSink sink = new BusMovementSink(waitingFor(bus), QUICK)) {
            sink.send(message("r1", "a"), answers::add);
            assertThatThrownBy(sink::drain)
                    .hasMessageContaining("bug")
                    .isInstanceOfSatisfying(
                            SinkException.class,
                            e -> assertThat(e.isUnreachable()).isFalse());
        }
    }

    private static void sendUntilRefused(BusMovementSink sink) throws SinkException, InterruptedException {
        while (true) {
            sink.send(message("r3", "b"), answer -> {});
        }
    }

    private static Function<ImportedMessage, ImportOutcome> waitingFor(
            Function<MovementCommand, CompletableFuture<MovementOutcome>> bus) {
        return message -> new ImportOutcome.Judged(bus.apply(message.command()).join());
    }

    private static ImportedMessage message(String ref, String account) {
        return new ImportedMessage(grant(ref, account), 1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GrantCredits grant(String ref, String account) {
        return new GrantCredits(ref, "i", List.of(new GrantCredits.Item(account, 1)));
    }

    private static CompletableFuture<MovementOutcome> applied(MovementCommand command) {
        MovementReceipt receipt =
                new MovementReceipt(command.ref(), MovementKind.GRANT, 1, 1, Instant.EPOCH, Instant.EPOCH, List.of());
        return CompletableFuture.completedFuture(new MovementOutcome.Applied(receipt, false));
    }
}
