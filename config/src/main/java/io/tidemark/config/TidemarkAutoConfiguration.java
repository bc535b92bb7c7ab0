package io.tidemark.config;

import io.tidemark.config.axon.CommandSideConfiguration;
import io.tidemark.config.axon.JournalConfiguration;
import io.tidemark.config.axon.LedgerDatabaseConfiguration;
import io.tidemark.config.axon.ProjectionsConfiguration;
import io.tidemark.config.axon.QuerySideConfiguration;
import io.tidemark.config.imports.ImportsConfiguration;
import io.tidemark.config.metrics.MetricsConfiguration;
import io.tidemark.config.valuation.ValuationConfiguration;
import io.tidemark.config.wiring.WiringVerifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * The ledger. Declares every bean of Axon that matters itself: on Spring Boot 4 Axon's own JDBC configuration is silently
 * left out. Stands before Axon's configurations, so that theirs give way.
 */
@AutoConfiguration(
        after = {DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class},
        beforeName = {
            "org.axonframework.springboot.autoconfig.AxonAutoConfiguration",
            "org.axonframework.springboot.autoconfig.EventProcessingAutoConfiguration",
            "org.axonframework.springboot.autoconfig.InfraConfiguration",
            "org.axonframework.springboot.autoconfig.JdbcAutoConfiguration",
            "org.axonframework.springboot.autoconfig.JpaAutoConfiguration",
            "org.axonframework.springboot.autoconfig.NoOpTransactionAutoConfiguration",
            "org.axonframework.springboot.autoconfig.ObjectMapperAutoConfiguration",
            "org.axonframework.springboot.autoconfig.TransactionAutoConfiguration"
        })
@EnableConfigurationProperties(TidemarkProperties.class)
@Import({
    LedgerDatabaseConfiguration.class,
    JournalConfiguration.class,
    CommandSideConfiguration.class,
    ProjectionsConfiguration.class,
    QuerySideConfiguration.class,
    ImportsConfiguration.class,
    MetricsConfiguration.class,
    ValuationConfiguration.class,
    WiringVerifier.class
})
public class TidemarkAutoConfiguration {}
