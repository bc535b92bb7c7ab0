package io.tidemark.messages.query;

/** A query cannot be answered as it was asked: a limit out of range, or a cursor that is not one of this query's. */
public class InvalidQueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /** A query whose {@code field} is wrong, for the reason that the message gives. */
    public InvalidQueryException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** Which part of the query is wrong. */
    public String field() {
        return field;
    }
}
