package io.tidemark.journal;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** What PostgreSQL's error codes mean to the journal. */
final class SqlStates {

    static final String UNIQUE_VIOLATION = "23505";
    static final String TOO_LARGE = "54000";

    private SqlStates() {}

    /** Whether the cause of a failure is that something unique is there already. */
    static boolean isUniqueViolation(@Nullable Throwable failure) {
        SQLException cause = sqlCause(failure);
        return cause != null && UNIQUE_VIOLATION.equals(cause.getSQLState());
    }

    /**
     * Whether a statement failed because of what is in it: a value that cannot be stored (class 22), a broken
     * constraint (23), or something too large (54). It will fail again, and surely was not committed.
     */
    static boolean isFaultOfTheData(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    /**
     * Whether the server says itself that it did not do a statement. Its words are compared as they are in English; in
     * another language the statement counts as in doubt, which is safe.
     */
    static boolean isRefusedByServer(SQLException failure) {
        return failure instanceof PSQLException refused
                && refused.getServerErrorMessage() != null
                && "ERROR".equals(refused.getServerErrorMessage().getSeverity());
    }

    private static @Nullable SQLException sqlCause(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
