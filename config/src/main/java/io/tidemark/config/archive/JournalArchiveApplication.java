package io.tidemark.config.archive;

import io.tidemark.config.TidemarkDatabaseAutoConfiguration;
import io.tidemark.config.TidemarkProperties;
import io.tidemark.config.axon.LedgerDatabaseConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application of a ledger's database and a {@link io.tidemark.config.journal.JournalArchive} over it, and nothing else:
 * no commands, no projections. It takes the settings that a ledger takes.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({TidemarkDatabaseAutoConfiguration.class, DataSourceAutoConfiguration.class})
@EnableConfigurationProperties(TidemarkProperties.class)
@Import(LedgerDatabaseConfiguration.class)
public class JournalArchiveApplication {}
