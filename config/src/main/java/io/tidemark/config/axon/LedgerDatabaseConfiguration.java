package io.tidemark.config.axon;

import io.tidemark.config.TidemarkProperties;
import io.tidemark.config.journal.JournalArchive;
import io.tidemark.config.journal.PostgresJournalArchive;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ledger's database, checked and migrated, and the journal in it as a whole. Of Axon there is nothing in it. */
@Configuration(proxyBeanMethods = false)
public class LedgerDatabaseConfiguration {

    @Bean
    LedgerDatabase ledgerDatabase(DataSource dataSource, TidemarkProperties properties) {
        return LedgerDatabase.prepare(dataSource, properties.database().acceptWeakDurability());
    }

    @Bean
    JournalArchive journalArchive(LedgerDatabase database) {
        return new PostgresJournalArchive(database.dataSource());
    }
}
