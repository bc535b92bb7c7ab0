package io.tidemark.journal;

import java.sql.SQLException;

/**
 * An append that cannot be made because the journal has its place or its ref already, or because it does not follow on
 * its stream's end. Speaks as PostgreSQL would (SQLState 23505), so that one resolver recognises both.
 */
final class Conflict extends SQLException {

    private static final long serialVersionUID = 1L;

    private final int row;

    /**
     * A conflict.
     *
     * @param reason what it is
     * @param row index of the row in its append
     */
    Conflict(String reason, int row) {
        super(reason, SqlStates.UNIQUE_VIOLATION);
        this.row = row;
    }

    int row() {
        return row;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
