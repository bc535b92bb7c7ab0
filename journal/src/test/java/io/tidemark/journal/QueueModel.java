package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Commands, a writer, a database and another node around a real queue, each step drawn from a seed. Every event is an
 * object of its own, so that an event that was withdrawn is told from the one that took its position later. What is
 * stored must rest on nothing but what is stored.
 */
final class QueueModel {

    private static final int STREAMS = 5;

    private final SplittableRandom random;
    private final AppendQueue queue;
    /** What is stored, by stream. */
    private final Map<String, List<Object>> database = new TreeMap<>();
    /** What a repository would have in its cache: all events of a stream, with those on their way. */
    private final Map<String, List<Object>> cache = new HashMap<>();

    private final Set<String> locked = new HashSet<>();
    private final List<Command> open = new ArrayList<>();
    private final Map<AppendRequest, Command> onTheirWay = new HashMap<>();
    private final List<AppendRequest> inHand = new ArrayList<>();
    private final Set<String> toldOf = new HashSet<>();

    int storedAppends;
    int withdrawnAppends;
    int refusedAppends;

    QueueModel(long seed) {
        random = new SplittableRandom(seed);
        int knownStreams = random.nextBoolean() ? 1 + random.nextInt(3) : 100;
        queue = new AppendQueue(
                new JournalSettings(
                        10, 30, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), knownStreams, 10),
                this::forget);
        for (int i = 0; i < STREAMS; i++) {
            database.put("s" + i, new ArrayList<>());
        }
    }

    private void forget(Collection<String> streams) {
        streams.forEach(cache::remove);
        toldOf.addAll(streams);
    }

    /** Takes some steps, and then brings everything to an end. */
    void run(int steps) throws Exception {
        for (int i = 0; i < steps; i++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> begin();
                case 3, 4, 5 -> decide();
                case 6, 7 -> write();
                case 8 -> appendElsewhere();
                default -> {
                    if (random.nextInt(5) == 0) {
                        giveUp();
                    }
                }
            }
        }
        while (!open.isEmpty()) {
            decide();
        }
        while (!onTheirWay.isEmpty()) {
            write();
        }
        assertThat(queue.waiting()).isZero();
        database.keySet().forEach(stream -> assertThat(queue.pending(stream)).isNull());
    }

    private void begin() {
        Map<String, List<Object>> seen = new TreeMap<>();
        Map<String, Long> obtainedAt = new HashMap<>();
        for (String stream : database.keySet()) {
            boolean loadWouldWait = !cache.containsKey(stream) && queue.pending(stream) != null;
            if (random.nextInt(3) == 0 && !loadWouldWait && locked.add(stream)) {
                obtainedAt.put(stream, queue.failureGeneration());
                seen.put(stream, cache.containsKey(stream) ? List.copyOf(cache.get(stream)) : load(stream));
            }
        }
        if (!seen.isEmpty()) {
            open.add(new Command(seen, obtainedAt, new TreeMap<>()));
        }
    }

    private List<Object> stored(String stream) {
        List<Object> events = database.get(stream);
        if (events == null) {
            throw new AssertionError("no stream " + stream);
        }
        return events;
    }

    private List<Object> load(String stream) {
        List<Object> events = List.copyOf(stored(stream));
        queue.learn(stream, events.size() - 1);
        return events;
    }

    /** A command appends to some of what it has read, or now and then to none. */
    private void decide() throws Exception {
        if (open.isEmpty()) {
            return;
        }
        Command command = open.remove(random.nextInt(open.size()));
        Map<String, List<Long>> positions = new TreeMap<>();
        command.seen().forEach((stream, seen) -> {
            if (random.nextInt(3) > 0) {
                List<Object> extended = new ArrayList<>(seen);
                for (int i = random.nextInt(2); i >= 0; i--) {
                    positions.computeIfAbsent(stream, key -> new ArrayList<>()).add((long) extended.size());
                    Object event = new Object();
                    extended.add(event);
                    command.appended()
                            .computeIfAbsent(stream, key -> new ArrayList<>())
                            .add(event);
                }
                cache.put(stream, extended);
            }
        });
        if (!positions.isEmpty()) {
            AppendRequest request = Appends.to(positions, command.seen().keySet());
            try {
                enqueue(request, command.obtainedAt());
                onTheirWay.put(request, command);
            } catch (Conflict | JournalBusyException e) {
                refusedAppends++;
                command.seen().keySet().forEach(cache::remove);
            }
        }
        locked.removeAll(command.seen().keySet());
    }

    private void enqueue(AppendRequest request, Map<String, Long> obtainedAt) throws Conflict {
        Map<String, Long> lookedUp = new HashMap<>();
        String unknown = queue.enqueue(request, obtainedAt, lookedUp);
        while (unknown != null) {
            assertThat(lookedUp).as("nothing is looked up twice").doesNotContainKey(unknown);
            lookedUp.put(unknown, stored(unknown).size() - 1L);
            unknown = queue.enqueue(request, obtainedAt, lookedUp);
        }
    }

    /** The other node knows nothing of what is on its way here, so it takes positions that were given away. */
    private void appendElsewhere() {
        stored("s" + random.nextInt(STREAMS)).add(new Object());
    }

    private void write() throws InterruptedException {
        if (inHand.isEmpty()) {
            if (queue.waiting() == 0) {
                return;
            }
            inHand.addAll(queue.take(1 + random.nextInt(10)));
        }
        List<AppendRequest> group = List.copyOf(inHand.subList(0, 1 + random.nextInt(inHand.size())));
        Set<AppendRequest> failed = new HashSet<>();
        for (AppendRequest request : group) {
            boolean taken = request.spans().stream()
                    .anyMatch(span -> span.first() < stored(span.streamId()).size());
            if (taken || random.nextInt(12) == 0) {
                failed.add(request);
            }
        }
        if (failed.isEmpty()) {
            group.forEach(this::store);
            inHand.subList(0, group.size()).clear();
            queue.settle(group);
        } else {
            toldOf.clear();
            gone(queue.withdraw(failed, inHand));
        }
    }

    private void giveUp() {
        toldOf.clear();
        gone(queue.withdrawAll(inHand));
        assertThat(inHand).isEmpty();
        assertThat(queue.waiting()).isZero();
        assertThat(onTheirWay).isEmpty();
    }

    private void gone(List<AppendRequest> requests) {
        Set<String> streams = new HashSet<>();
        for (AppendRequest request : requests) {
            assertThat(onTheirWay.remove(request)).as("it was on its way").isNotNull();
            request.spans().forEach(span -> streams.add(span.streamId()));
            withdrawnAppends++;
        }
        assertThat(toldOf).isEqualTo(streams);
    }

    private void store(AppendRequest request) {
        Command command = onTheirWay.remove(request);
        if (command == null) {
            throw new AssertionError("what is stored was withdrawn");
        }
        command.seen().forEach((stream, seen) -> {
            List<Object> known = stored(stream);
            assertThat(known.size()).as("what was read of %s is stored", stream).isGreaterThanOrEqualTo(seen.size());
            assertThat(known.subList(0, seen.size())).isEqualTo(seen);
        });
        command.appended().forEach((stream, events) -> {
            assertThat(stored(stream)).hasSameSizeAs(command.seen().get(stream));
            stored(stream).addAll(events);
        });
        storedAppends++;
    }

    /**
     * A command under way.
     *
     * @param seen the events of the streams that it has locked
     * @param obtainedAt what its locks remember
     * @param appended the events that it makes
     */
    private record Command(
            Map<String, List<Object>> seen, Map<String, Long> obtainedAt, Map<String, List<Object>> appended) {}
}
