package io.tidemark.config.outage;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.axonframework.common.AxonTransientException;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.jspecify.annotations.Nullable;

/** Tells outages from bugs, so that those above need not know what the ledger is kept in. */
public final class Outages {

    /** SQLState classes of outages: connection, transaction rollback, resources, operator intervention. */
    private static final Set<String> SQL_STATE_CLASSES = Set.of("08", "40", "53", "57");

    /** SQLState classes of what is set up wrongly: connection, authorization, name of the database. */
    private static final Set<String> NO_DATABASE_CLASSES = Set.of("08", "28", "3D");

    private static final int SQL_STATE_LENGTH = 5;

    private Outages() {}

    /**
     * Whether a failure itself, its causes left aside, means that a part the ledger needs is away or overtaxed and the
     * same request may succeed later.
     */
    public static boolean isOutage(Throwable failure) {
        return switch (failure) {
            case AxonTransientException axon -> true;
            case NoHandlerForQueryException nobody -> true;
            case SQLTransientException sql -> true;
            case SQLException sql -> isOutage(sql.getSQLState());
            default -> false;
        };
    }

    /**
     * Whether a failure itself, its causes left aside, means that no connection to the database is to be had: there is
     * no such address, server or database, or the credentials are others. Whoever set it up can do something about it.
     */
    public static boolean isNoDatabase(Throwable failure) {
        return failure instanceof SQLException sql
                && sql.getSQLState() != null
                && NO_DATABASE_CLASSES.stream().anyMatch(sql.getSQLState()::startsWith);
    }

    private static boolean isOutage(@Nullable String state) {
        return state != null && state.length() == SQL_STATE_LENGTH && SQL_STATE_CLASSES.contains(state.substring(0, 2));
    }
}
