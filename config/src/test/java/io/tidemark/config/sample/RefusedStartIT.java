package io.tidemark.config.sample;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.config.database.WeakDurabilityException;
import io.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** An application that would lose credit does not start. */
class RefusedStartIT {

    @Test
    void without_a_transaction_manager_there_is_no_start() {
        assertThatThrownBy(() -> start(TestPostgres.emptyDatabase(), NoTransactionManager.INSTANCE))
                .hasStackTraceContaining("NoTransactionManager");
    }

    @Test
    void on_a_database_that_may_forget_there_is_no_start_unless_the_risk_is_named_and_taken() throws SQLException {
        DataSource database = TestPostgres.emptyDatabase();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "alter role postgres in database " + connection.getCatalog() + " set synchronous_commit = off");
        }
        assertThatThrownBy(() -> start(database, null)).hasRootCauseInstanceOf(WeakDurabilityException.class);
        start(database, null, "--tidemark.database.accept-weak-durability=true").close();
    }

    private static ConfigurableApplicationContext start(
            DataSource database, TransactionManager transactions, String... settings) {
        SpringApplication application = new SpringApplication(SampleApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context -> {
            GenericApplicationContext generic = (GenericApplicationContext) context;
            generic.registerBean("dataSource", DataSource.class, () -> database);
            if (transactions != null) {
                generic.registerBean("ownTransactions", TransactionManager.class, () -> transactions);
            }
        });
        return application.run(settings);
    }
}
