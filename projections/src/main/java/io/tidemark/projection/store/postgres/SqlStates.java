package io.tidemark.projection.store.postgres;

import io.tidemark.projection.store.StorageException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL's error codes mean to the store. See <a
 * href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error Codes</a>.
 */
final class SqlStates {

    private static final String INVALID_BYTES = "22021";
    private static final String UNTRANSLATABLE = "22P05";
    static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String UNDEFINED_TABLE = "42P01";

    /** A transaction that waited too long for its client, and a server that only reads since it is no longer the first. */
    private static final Set<String> TRANSIENT_STATES = Set.of(LOCK_NOT_AVAILABLE, "25P03", "25006");

    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "57");

    private SqlStates() {}

    /** Whether a text was refused for a character that cannot be stored. */
    static boolean isUnstorableText(SQLException failure) {
        return INVALID_BYTES.equals(failure.getSQLState()) || UNTRANSLATABLE.equals(failure.getSQLState());
    }

    /**
     * Whether it may work later: a lost connection (class 08), a conflict (40), a server short of something (53), an
     * operator's intervention (57), a lock that was not to be had, or a pool that gave no connection or whose caller was
     * interrupted.
     */
    static boolean isTransient(SQLException failure) {
        String state = failure.getSQLState();
        if (failure instanceof SQLTransientException || failure.getCause() instanceof InterruptedException) {
            return true;
        }
        if (state == null) {
            return false;
        }
        return TRANSIENT_STATES.contains(state) || TRANSIENT_CLASSES.contains(state.substring(0, 2));
    }

    /** Whether a table is not there, as those of a generation are not that was dropped. */
    static boolean isUndefinedTable(SQLException failure) {
        return UNDEFINED_TABLE.equals(failure.getSQLState());
    }

    static StorageException failure(String what, SQLException cause) {
        StorageException.Kind kind =
                isTransient(cause) ? StorageException.Kind.TRANSIENT : StorageException.Kind.PERMANENT;
        return new StorageException(kind, what + ": " + firstLine(cause.getMessage()), cause);
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("");
    }
}
