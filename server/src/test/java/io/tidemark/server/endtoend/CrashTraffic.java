package io.tidemark.server.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Callers that send messages to a server that is killed under them. A message counts as acknowledged once its answer
 * has arrived whole; what is not answered is unknown, and is sent again until it is.
 */
final class CrashTraffic {

    static final int CALLERS = 16;
    static final int ACCOUNTS = 5;

    private static final long PATIENCE_SECONDS = 120;

    /** A message and where it goes. */
    record Message(String ref, String path, String body) {}

    /** Which events are the message. */
    record Recorded(long seqFrom, long seqTo) {}

    /** What every acknowledged message was acknowledged as, by ref. */
    final Map<String, Recorded> acknowledged = new ConcurrentHashMap<>();

    /** Messages whose answer has not come. */
    final Map<String, Message> unknown = new ConcurrentHashMap<>();

    /** Messages that were acknowledged since {@link #forgetRound()}. */
    final Queue<Message> lastRound = new ConcurrentLinkedQueue<>();

    /** Messages that the ledger refused; they leave no trace. */
    final AtomicLong refused = new AtomicLong();

    /** Messages that were acknowledged and are not what they were; each is a breach. */
    final Queue<String> lost = new ConcurrentLinkedQueue<>();

    /** Messages without an answer that turned out to be recorded all the same. */
    final AtomicLong unknownRecorded = new AtomicLong();

    /** Answers that say neither yes nor no nor that the server is away; each is a breach. */
    final Queue<String> strange = new ConcurrentLinkedQueue<>();

    private final long seed;

    CrashTraffic(long seed) {
        this.seed = seed;
    }

    /** Callers at work. */
    static final class Running implements AutoCloseable {

        private final AtomicBoolean stop = new AtomicBoolean();
        private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        private final List<Future<?>> callers = new ArrayList<>();

        /** Waits until they are done; they are when the server is gone. */
        void join() throws InterruptedException {
            stop.set(true);
            for (Future<?> caller : callers) {
                try {
                    caller.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                } catch (ExecutionException | TimeoutException e) {
                    throw new IllegalStateException("a caller does not come to an end", e);
                }
            }
        }

        @Override
        public void close() {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    /** Begins another round: what was acknowledged before is not confirmed again. */
    void forgetRound() {
        lastRound.clear();
    }

    /** Sends messages of a round; each caller does until it is stopped or gets no answer. */
    Running start(LedgerHttp http, int round) {
        Running running = new Running();
        for (int caller = 0; caller < CALLERS; caller++) {
            String prefix = "r" + round + "-c" + caller + "-";
            Random random = new Random(seed * 31 + round * 1_000L + caller);
            running.callers.add(running.threads.submit(() -> {
                boolean answered = true;
                for (int i = 0; answered && !running.stop.get(); i++) {
                    answered = send(http, message(prefix + i, random));
                }
            }));
        }
        return running;
    }

    /** Sends the unknown again, and what was acknowledged in the last round: that must be what it was. */
    void settle(LedgerHttp http) throws InterruptedException {
        List<Callable<@Nullable Void>> work = new ArrayList<>();
        lastRound.forEach(message -> work.add(() -> {
            confirm(http, message);
            return null;
        }));
        unknown.values()
                .forEach(message -> work.add(() -> {
                    send(http, message);
                    return null;
                }));
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (Future<?> done : threads.invokeAll(work)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the server that was started again does not answer", e);
        }
    }

    private void confirm(LedgerHttp http, Message message) {
        Recorded before = acknowledged.get(message.ref);
        LedgerHttp.Answer answer = http.post(message.path, message.body);
        if (answer.status() != 200 || !recorded(answer).equals(before)) {
            lost.add(message.ref + " was " + before + " and is " + answer.status() + " " + answer.text());
        }
    }

    /** Whether there was an answer. */
    private boolean send(LedgerHttp http, Message message) {
        boolean again = unknown.putIfAbsent(message.ref, message) != null;
        LedgerHttp.Answer answer;
        try {
            answer = http.tryPost(message.path, message.body);
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        switch (answer.status()) {
            case 200, 201 -> acknowledge(message, answer, again);
            case 422 -> {
                refused.incrementAndGet();
                unknown.remove(message.ref);
            }
            case 503 -> {
                // The server is going down, or cannot tell.
                return false;
            }
            default -> strange.add(message.ref + " " + answer.status() + " " + answer.text());
        }
        return true;
    }

    private void acknowledge(Message message, LedgerHttp.Answer answer, boolean again) {
        if (answer.status() == 200) {
            if (again) {
                unknownRecorded.incrementAndGet();
            } else {
                strange.add("sent once and answered as repeated: " + message.ref);
            }
        }
        acknowledged.put(message.ref, recorded(answer));
        lastRound.add(message);
        unknown.remove(message.ref);
    }

    private static Recorded recorded(LedgerHttp.Answer answer) {
        JsonNode json = answer.json();
        return new Recorded(json.path("seq_from").asLong(), json.path("seq_to").asLong());
    }

    private static Message message(String ref, Random random) {
        String account = "a" + random.nextInt(ACCOUNTS);
        String other = "b" + random.nextInt(ACCOUNTS);
        int amount = 1 + random.nextInt(100);
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> {
                String mortal = Bodies.expiring(other, 7, "2099-01-01T00:00:00Z");
                yield new Message(ref, "/v1/grants", Bodies.grant(ref, Bodies.item(account, amount), mortal));
            }
            case 4, 5, 6 -> new Message(ref, "/v1/transfers", Bodies.transfer(ref, account, Bodies.to(other, amount)));
            default -> new Message(ref, "/v1/spends", Bodies.spend(ref, "DRAIN_AVAILABLE", Bodies.item(other, amount)));
        };
    }
}
