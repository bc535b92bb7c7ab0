package io.tidemark.config.imports;

import io.tidemark.config.axon.LedgerDatabase;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What imports need of the ledger beside its command bus. */
@Configuration(proxyBeanMethods = false)
public class ImportsConfiguration {

    @Bean
    ImportJudge importJudge(LedgerDatabase database) {
        return new ImportJudge(new PostgresRefusalMemory(database.dataSource()));
    }
}
