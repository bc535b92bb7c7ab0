package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import org.jspecify.annotations.Nullable;

/** The database of a case that makes it in its warm-up and uses it in every round. Used by one thread. */
final class KeptDatabase implements AutoCloseable {

    private @Nullable ScratchDatabase database;

    /** Takes over a database that was made. */
    ScratchDatabase keep(ScratchDatabase made) {
        database = made;
        return made;
    }

    /**
     * The database.
     *
     * @throws IllegalStateException if there has been no warm-up
     */
    ScratchDatabase get() {
        ScratchDatabase made = database;
        if (made == null) {
            throw new IllegalStateException("the database is made in the warm-up, which has not been");
        }
        return made;
    }

    /** Drops it, if it was made. */
    @Override
    public void close() {
        if (database != null) {
            database.close();
        }
    }
}
