package io.tidemark.messages.query;

/**
 * A projection did not commit a seq that a query waits for within the time it may wait. Try again later, or ask without
 * a minimum.
 */
public class NotCaughtUpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long committedSeq;
    private final long minSeq;

    /** A read that asked for {@code minSeq} when {@code committedSeq} was committed. */
    public NotCaughtUpException(long committedSeq, long minSeq) {
        super("the projection shows seq " + committedSeq + ", seq " + minSeq + " was asked for");
        this.committedSeq = committedSeq;
        this.minSeq = minSeq;
    }

    /** What the projection has committed. */
    public long committedSeq() {
        return committedSeq;
    }

    /** What was asked for. */
    public long minSeq() {
        return minSeq;
    }
}
