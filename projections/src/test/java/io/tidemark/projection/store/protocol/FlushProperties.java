package io.tidemark.projection.store.protocol;

import io.tidemark.projection.store.protocol.FlushState.Database;
import io.tidemark.projection.store.protocol.FlushState.Node;
import io.tidemark.projection.store.protocol.FlushState.Phase;
import io.tidemark.projection.store.protocol.FlushState.Rows;
import io.tidemark.projection.store.protocol.FlushState.Transaction;
import io.tidemark.projection.store.protocol.FlushState.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at every step for something that it breaks. */
final class FlushProperties {

    private static final List<Rows> AT_SEQ = new ArrayList<>(List.of(new Rows(0, 0)));

    private final List<Property> checked;

    FlushProperties(Set<Property> checked) {
        this.checked = List.copyOf(checked);
    }

    static int keyOf(int event) {
        return (event - 1) % 2;
    }

    /** What the journal says of the rows at a seq. */
    static Rows rowsAt(int seq) {
        for (int event = AT_SEQ.size(); event <= seq; event++) {
            Rows rows = AT_SEQ.getLast();
            AT_SEQ.add(rows.with(keyOf(event), rows.of(keyOf(event)) * 8 + event));
        }
        return AT_SEQ.get(seq);
    }

    @Nullable
    String broken(FlushState before, FlushState after) {
        for (Property property : checked) {
            String problem = broken(property, before, after);
            if (problem != null) {
                return property + ": " + problem;
            }
        }
        return null;
    }

    private static @Nullable String broken(Property property, FlushState before, FlushState after) {
        return switch (property) {
            case ROWS_ARE_WATERMARKS -> before.database().equals(after.database()) ? null : rows(after.database());
            case WATERMARK_GROWS ->
                after.database().watermark() < before.database().watermark()
                        ? "the watermark goes back to " + after.database().watermark()
                        : null;
            case ONLY_OWNER_WRITES -> writer(before, after);
            case ANSWERS_ARE_ONE_STATE -> answer(before, after);
            default -> nodes(property, before, after);
        };
    }

    private static @Nullable String rows(Database database) {
        Rows expected = rowsAt(database.watermark());
        return database.rows().equals(expected)
                ? null
                : "the rows are " + database.rows() + " at watermark " + database.watermark()
                        + ", where the journal says " + expected;
    }

    private static @Nullable String writer(FlushState before, FlushState after) {
        Transaction open = before.transaction();
        boolean isWritten = before.database().write() != after.database().write();
        return open != null
                        && isWritten
                        && open.write().epoch() != before.database().epoch()
                ? FlushText.name(open.node()) + " writes with epoch "
                        + open.write().epoch() + ", where the owner's is "
                        + before.database().epoch()
                : null;
    }

    private static @Nullable String answer(FlushState before, FlushState after) {
        boolean isAnswered =
                !before.reader().equals(FlushState.NONE) && after.reader().equals(FlushState.NONE);
        Rows expected = rowsAt(after.database().watermark());
        return isAnswered && !before.reader().equals(expected)
                ? "the client is told " + before.reader() + " at seq "
                        + after.database().watermark() + ", where the journal says " + expected
                : null;
    }

    private static @Nullable String nodes(Property property, FlushState before, FlushState after) {
        for (int number = 0; number < 2; number++) {
            boolean isAsBefore = before.node(number).equals(after.node(number))
                    && before.database().equals(after.database());
            String problem = isAsBefore ? null : node(property, number, before, after);
            if (problem != null) {
                return FlushText.name(number) + " " + problem;
            }
        }
        return null;
    }

    private static @Nullable String node(Property property, int number, FlushState before, FlushState after) {
        Node was = before.node(number);
        Node is = after.node(number);
        return switch (property) {
            case COMMITTED_IS_DURABLE ->
                is.committed() > after.database().watermark()
                        ? "takes seq " + is.committed() + " for durable, and the watermark is "
                                + after.database().watermark()
                        : null;
            case FEED_RESUMES_AT_WATERMARK ->
                was.epoch() == 0
                                && is.epoch() > 0
                                && is.processed() != after.database().watermark()
                        ? "goes on after event " + is.processed() + ", and the rows stand at "
                                + after.database().watermark()
                        : null;
            case EVICTED_IS_DURABLE -> eviction(was, is, after);
            case READS_ARE_PROCESSED_STATE -> view(number, after);
            case RETRY_IS_SAME -> retry(was.inFlight(), is.inFlight());
            case NO_NEEDLESS_LOSS ->
                was.phase() == Phase.IN_DOUBT
                                && is.epoch() == 0
                                && before.faults() == after.faults()
                                && was.epoch() == before.database().epoch()
                        ? "gives up, and nobody has taken over"
                        : null;
            default -> null;
        };
    }

    private static @Nullable String eviction(Node was, Node is, FlushState after) {
        for (int key = 0; key < 2; key++) {
            boolean isEvicted = was.epoch() == is.epoch()
                    && was.memory().of(key) != FlushState.ABSENT
                    && is.memory().of(key) == FlushState.ABSENT;
            if (isEvicted && was.seqs().of(key) > after.database().watermark()) {
                return "evicts row " + FlushText.key(key) + " of event "
                        + was.seqs().of(key) + ", and the watermark is "
                        + after.database().watermark();
            }
        }
        return null;
    }

    private static @Nullable String view(int number, FlushState state) {
        if (!state.isOwner(number)) {
            return null;
        }
        Node node = state.node(number);
        Rows view = state.database().rows().overlaid(node.memory());
        Rows expected = rowsAt(node.applied());
        return view.equals(expected)
                ? null
                : "reads " + view + " after event " + node.applied() + ", where the journal says " + expected;
    }

    private static @Nullable String retry(@Nullable Write was, @Nullable Write is) {
        return was != null && is != null && was.write() == is.write() && !was.equals(is)
                ? "tries another write than the one it captured"
                : null;
    }
}
