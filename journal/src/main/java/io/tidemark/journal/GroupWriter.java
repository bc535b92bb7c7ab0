package io.tidemark.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of this node that appends. Takes what waits as a group, stores it in one transaction, and wakes
 * everybody. A conflict is found out and fails its own append; a broken connection is replaced, and what became of the
 * group is looked up before it is sent again.
 */
final class GroupWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final AppendQueue queue;
    private final DataSource dataSource;
    private final JournalSettings settings;
    private final InstantSource clock;
    private final JournalTail tail;
    private final Runnable onStored;

    private @Nullable WriterConnection connection;
    /** Taken and not stored, in order. */
    private final List<AppendRequest> inHand = new ArrayList<>();
    /** The group that was sent on a connection that broke before it answered. */
    private @Nullable GroupImage inDoubt;
    /** How many appends to send together; falls while one with a fault is searched for. */
    private int groupSize = Integer.MAX_VALUE;

    GroupWriter(
            AppendQueue queue,
            DataSource dataSource,
            JournalSettings settings,
            InstantSource clock,
            JournalTail tail,
            Runnable onStored) {
        this.queue = queue;
        this.dataSource = dataSource;
        this.settings = settings;
        this.clock = clock;
        this.tail = tail;
        this.onStored = onStored;
    }

    @Override
    public void run() {
        try {
            while (true) {
                inHand.addAll(queue.take(settings.groupRows()));
                if (inHand.isEmpty()) {
                    release();
                    return;
                }
                storeAllInHand();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("the journal's writer failed; nothing more is appended by this node", e);
            throw e;
        } finally {
            queue.close();
            failAll("the journal is closed", null);
            disconnect();
        }
    }

    private void storeAllInHand() throws InterruptedException {
        long started = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (!inHand.isEmpty()) {
            try {
                storeOneGroup();
            } catch (SQLException e) {
                disconnect();
                if (System.nanoTime() - started > settings.appendDeadline().toNanos()) {
                    failAll("the journal's database is away: " + e.getMessage(), e);
                    return;
                }
                LOG.warn("the journal's database failed, trying again: {}", e.getMessage());
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void storeOneGroup() throws SQLException {
        WriterConnection open = connected();
        if (inHand.isEmpty()) {
            return;
        }
        List<AppendRequest> group = group();
        try {
            GroupImage image = send(group, open);
            inDoubt = null;
            stored(group, image);
            groupSize = groupSize > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : groupSize * 2;
        } catch (SQLException e) {
            boolean faultOfTheData = SqlStates.isFaultOfTheData(e);
            if (faultOfTheData || SqlStates.isRefusedByServer(e)) {
                inDoubt = null;
            }
            if (!faultOfTheData) {
                throw e;
            }
            continueWithoutFaulty(group, e);
        }
    }

    private GroupImage send(List<AppendRequest> group, WriterConnection open) throws SQLException {
        GroupImage image = image(group, open.head());
        inDoubt = image;
        if (open.append(image)) {
            return image;
        }
        inDoubt = null;
        return open.appendLocked(head -> {
            GroupImage locked = image(group, head);
            inDoubt = locked;
            return locked;
        });
    }

    private List<AppendRequest> group() {
        return List.copyOf(inHand.subList(0, Math.min(groupSize, inHand.size())));
    }

    private GroupImage image(List<AppendRequest> group, JournalHead head) {
        return new GroupImage(group, head, Micros.of(clock.instant()));
    }

    /** A connection on which it is certain what became of the last group. */
    private WriterConnection connected() throws SQLException {
        WriterConnection open = connection;
        if (open == null) {
            open = WriterConnection.open(dataSource, settings);
            connection = open;
        }
        GroupImage image = inDoubt;
        if (image != null) {
            boolean stored = open.isStored(image);
            inDoubt = null;
            LOG.info(
                    "the group up to seq {} was {}",
                    image.after().seq(),
                    stored ? "stored before its connection broke" : "not stored, it is sent again");
            if (stored) {
                stored(requestsOf(image), image);
            }
        }
        return open;
    }

    /** The first appends in hand are those of the image: a group in doubt is always resolved before another is made. */
    private List<AppendRequest> requestsOf(GroupImage image) {
        List<AppendRequest> requests = new ArrayList<>();
        int rows = 0;
        for (AppendRequest request : inHand) {
            if (rows == image.rows()) {
                break;
            }
            requests.add(request);
            rows += request.rows().size();
        }
        return requests;
    }

    private void stored(List<AppendRequest> group, GroupImage image) {
        inHand.subList(0, group.size()).clear();
        tail.add(image, group);
        queue.settle(group);
        try {
            onStored.run();
        } catch (RuntimeException e) {
            LOG.error("a listener failed that was told of a stored group", e);
        } finally {
            answer(group, image);
        }
    }

    private static void answer(List<AppendRequest> group, GroupImage image) {
        int row = 0;
        for (AppendRequest request : group) {
            MessageClaim.Recorded recorded = new MessageClaim.Recorded(
                    image.before().seq() + 1 + row, Instant.EPOCH.plus(image.recordedAt(row), ChronoUnit.MICROS));
            row += request.rows().size();
            request.outcome().complete(recorded);
        }
    }

    /** Fails the appends that a refused statement was refused for, or sends fewer together until they are found. */
    private void continueWithoutFaulty(List<AppendRequest> group, SQLException fault) {
        Set<AppendRequest> faulty = SqlStates.isUniqueViolation(fault) ? conflicting(group) : Set.of();
        if (faulty.isEmpty() && group.size() == 1) {
            faulty = Set.of(group.getFirst());
        }
        if (faulty.isEmpty()) {
            groupSize = Math.max(1, group.size() / 2);
            return;
        }
        Set<AppendRequest> culprits = faulty;
        for (AppendRequest request : queue.withdraw(culprits, inHand)) {
            request.outcome()
                    .completeExceptionally(
                            culprits.contains(request) ? fault : new Conflict("an append it was built on failed", 0));
        }
    }

    private Set<AppendRequest> conflicting(List<AppendRequest> group) {
        try {
            return connected().conflicting(group);
        } catch (SQLException e) {
            disconnect();
            return new HashSet<>();
        }
    }

    /** Fails everything. The group in doubt may be stored; what waits behind it was never sent and surely is not. */
    private void failAll(String reason, @Nullable Throwable cause) {
        GroupImage image = inDoubt;
        Set<AppendRequest> sent = image == null ? Set.of() : Set.copyOf(requestsOf(image));
        inDoubt = null;
        for (AppendRequest request : queue.withdrawAll(inHand)) {
            request.outcome()
                    .completeExceptionally(
                            sent.contains(request)
                                    ? new AppendOutcomeUnknownException(
                                            "the connection broke during a commit; " + reason, cause)
                                    : new JournalUnavailableException(reason, cause));
        }
        groupSize = Integer.MAX_VALUE;
    }

    private void release() {
        WriterConnection open = connection;
        if (open != null) {
            connection = null;
            try {
                open.release();
            } catch (SQLException e) {
                open.close();
            }
        }
    }

    private void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
