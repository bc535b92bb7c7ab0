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

    private static boolean isOutage(@Nullable String state) {
        return state != null && state.length() == SQL_STATE_LENGTH && SQL_STATE_CLASSES.contains(state.substring(0, 2));
    }
}
