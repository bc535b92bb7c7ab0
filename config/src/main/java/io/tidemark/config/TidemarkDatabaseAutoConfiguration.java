package io.tidemark.config;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.config.database.EmbeddedDatabase;
import io.tidemark.config.database.EmbeddedDatabaseOptions;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * The database, in this order: a data source of the application's own (a bean, or {@code spring.datasource.url}), the
 * server at {@code tidemark.database.url}, or an embedded PostgreSQL in {@code tidemark.data}.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@EnableConfigurationProperties(TidemarkProperties.class)
@Conditional(NoDataSourceOfTheApplication.class)
@ConditionalOnMissingBean(DataSource.class)
public class TidemarkDatabaseAutoConfiguration {

    /** How long a read waits for a connection before it says that the database is away. */
    private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(5);

    /**
     * A statement is planned once a session. PostgreSQL would compare what it costs with and without its parameters known,
     * and a plan that is made while a rebuild fills its tables counts them too: from then on, and as long as the session
     * lives, it would plan each query anew, which costs as much as the query.
     */
    private static final String PLAN_ONCE = "set plan_cache_mode = force_generic_plan";

    /** Stopped as the last of the beans, by the context: a shutdown hook of its own would run beside Spring's. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = "tidemark.database.url", matchIfMissing = true, havingValue = "embedded")
    EmbeddedDatabase tidemarkEmbeddedDatabase(TidemarkProperties properties) {
        return EmbeddedDatabase.start(
                EmbeddedDatabaseOptions.in(properties.data()).withStopOnExit(false));
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "tidemark.database.url", matchIfMissing = true, havingValue = "embedded")
    HikariDataSource tidemarkEmbeddedDataSource(EmbeddedDatabase database, TidemarkProperties properties) {
        return pool(database.jdbcUrl(), database.user(), database.password(), properties);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean(DataSource.class)
    HikariDataSource tidemarkDataSource(TidemarkProperties properties) {
        TidemarkProperties.Database database = properties.database();
        return pool(database.url(), database.user(), database.password(), properties);
    }

    private static HikariDataSource pool(
            @Nullable String url, @Nullable String user, @Nullable String password, TidemarkProperties properties) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("tidemark");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(properties.database().poolSize());
        config.setConnectionTimeout(CONNECTION_PATIENCE.toMillis());
        config.setConnectionInitSql(PLAN_ONCE);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("ApplicationName", "tidemark");
        return new HikariDataSource(config);
    }
}
