package io.tidemark.migrations;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the ledger's schemas in a database up to date. Several nodes may do so at once: Flyway takes a lock. */
public final class TidemarkSchema {

    private TidemarkSchema() {}

    /**
     * Applies all scripts that the database has not seen. Has a history table of its own, so a user's Flyway in the
     * same database is not disturbed.
     *
     * @throws org.flywaydb.core.api.FlywayException if a script fails or an applied one has changed
     */
    public static void migrate(DataSource dataSource) {
        Flyway.configure(TidemarkSchema.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:io/tidemark/migrations")
                .defaultSchema("tidemark")
                .table("schema_history")
                .baselineOnMigrate(false)
                .load()
                .migrate();
    }
}
