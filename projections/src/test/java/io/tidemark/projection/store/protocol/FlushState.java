package io.tidemark.projection.store.protocol;

import org.jspecify.annotations.Nullable;

/**
 * All that can be told of two nodes and a database. A row is the octal number whose digits are the events that made it, in
 * their order; 0 is no row.
 *
 * @param visible the events of the journal that can be read, a bit each
 * @param database what is committed
 * @param transaction the transaction that holds the position; there can only be one
 * @param first the node A
 * @param second the node B
 * @param reader rows that a client has read before it reads the watermark; {@link #NONE} for no client
 * @param faults how many more there may be
 */
record FlushState(
        int visible,
        Database database,
        @Nullable Transaction transaction,
        Node first,
        Node second,
        Rows reader,
        int faults) {

    static final int ABSENT = -1;
    static final Rows NONE = new Rows(ABSENT, ABSENT);

    /** A value for each of the two keys. */
    record Rows(int a, int b) {

        int of(int key) {
            return key == 0 ? a : b;
        }

        Rows with(int key, int value) {
            return key == 0 ? new Rows(value, b) : new Rows(a, value);
        }

        /** These, except where the others have something. */
        Rows overlaid(Rows others) {
            return new Rows(others.a == ABSENT ? a : others.a, others.b == ABSENT ? b : others.b);
        }

        @Override
        public String toString() {
            return "a=" + digits(a) + " b=" + digits(b);
        }

        private static String digits(int value) {
            return value == ABSENT ? "?" : value == 0 ? "-" : Integer.toOctalString(value);
        }
    }

    /** Rows and where they stand; token is where a feed would go on that does not ask the rows. */
    record Database(Rows rows, int watermark, int epoch, int write, int token) {}

    /** A write as it was captured: from the position (before, epoch, write - 1) to (after, epoch, write). */
    record Write(Rows rows, int before, int after, int epoch, int write) {}

    /** How far a transaction is. */
    enum Stage {
        FENCED,
        ROWS,
        COMMIT
    }

    /** A transaction; its node may have lost it and not know how it ends. */
    record Transaction(int node, boolean isConnected, Write write, Stage stage) {}

    /** What a node's writer is at. */
    enum Phase {
        IDLE,
        CAPTURED,
        SENT,
        IN_DOUBT
    }

    /**
     * A node.
     *
     * @param epoch of its claim, 0 for none
     * @param processed last event of the last whole batch in memory
     * @param applied last event in memory
     * @param batchEnd last event of the batch that is being applied, 0 between batches
     * @param committed last event that it takes for durable
     * @param written number of its last write
     * @param memory rows in memory
     * @param seqs the events that made them, 0 for those that were loaded
     * @param segment changed rows that the writer was not handed yet
     * @param inFlight what the writer is to make durable
     */
    record Node(
            int epoch,
            int processed,
            int applied,
            int batchEnd,
            int committed,
            int written,
            Rows memory,
            Rows seqs,
            Rows segment,
            @Nullable Write inFlight,
            Phase phase) {

        static final Node OFF = new Node(0, 0, 0, 0, 0, 0, NONE, NONE, NONE, null, Phase.IDLE);

        static Node claiming(int epoch, int seq, int committed, int written) {
            return new Node(epoch, seq, seq, 0, committed, written, NONE, NONE, NONE, null, Phase.IDLE);
        }

        Node apply(int event, int key, int row, int end) {
            boolean isLast = event == end;
            return new Node(
                    epoch,
                    isLast ? event : processed,
                    event,
                    isLast ? 0 : end,
                    committed,
                    written,
                    memory.with(key, row),
                    seqs.with(key, event),
                    segment.with(key, row),
                    inFlight,
                    phase);
        }

        Node remember(int key, int row, int seq) {
            return new Node(
                    epoch,
                    processed,
                    applied,
                    batchEnd,
                    committed,
                    written,
                    memory.with(key, row),
                    seqs.with(key, seq),
                    segment,
                    inFlight,
                    phase);
        }

        Node handOver() {
            Write write = new Write(segment, committed, processed, epoch, written + 1);
            return new Node(
                    epoch, processed, applied, batchEnd, committed, written, memory, seqs, NONE, write, Phase.CAPTURED);
        }

        Node at(Phase next) {
            return trying(inFlight, next);
        }

        Node trying(@Nullable Write write, Phase next) {
            return new Node(
                    epoch, processed, applied, batchEnd, committed, written, memory, seqs, segment, write, next);
        }

        Node durable(Write write) {
            return new Node(
                    epoch,
                    processed,
                    applied,
                    batchEnd,
                    write.after,
                    write.write,
                    memory,
                    seqs,
                    segment,
                    null,
                    Phase.IDLE);
        }
    }

    Node node(int number) {
        return number == 0 ? first : second;
    }

    FlushState with(int number, Node node) {
        return new FlushState(
                visible,
                database,
                transaction,
                number == 0 ? node : first,
                number == 0 ? second : node,
                reader,
                faults);
    }

    FlushState with(Database next) {
        return new FlushState(visible, next, transaction, first, second, reader, faults);
    }

    FlushState in(@Nullable Transaction next) {
        return new FlushState(visible, database, next, first, second, reader, faults);
    }

    FlushState faulty() {
        return new FlushState(visible, database, transaction, first, second, reader, faults - 1);
    }

    FlushState showing(int events) {
        return new FlushState(events, database, transaction, first, second, reader, faults);
    }

    FlushState reading(Rows rows) {
        return new FlushState(visible, database, transaction, first, second, rows, faults);
    }

    boolean isOwner(int number) {
        return node(number).epoch > 0 && node(number).epoch == database.epoch;
    }
}
