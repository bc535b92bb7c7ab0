package io.tidemark.config.axon;

import io.tidemark.config.database.DurabilityCheck;
import io.tidemark.migrations.TidemarkSchema;
import javax.sql.DataSource;

/** A database that is known to keep what it acknowledges, and whose schema is up to date. */
public final class LedgerDatabase {

    private final DataSource dataSource;

    private LedgerDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Checks a database and migrates it.
     *
     * @param acceptWeakDurability goes on although the database may lose what it has acknowledged
     * @throws io.tidemark.config.database.WeakDurabilityException if it may, and that is not accepted
     */
    static LedgerDatabase prepare(DataSource dataSource, boolean acceptWeakDurability) {
        DurabilityCheck.requireDurable(DurabilityCheck.check(dataSource), acceptWeakDurability);
        TidemarkSchema.migrate(dataSource);
        return new LedgerDatabase(dataSource);
    }

    /** Where connections come from. */
    public DataSource dataSource() {
        return dataSource;
    }
}
