package io.tidemark.config.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.config.TidemarkDatabaseAutoConfiguration;
import io.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What PostgreSQL does with the statements of the pool's sessions, also beside tables that are filled without indexes. */
class PlansOfPooledSessionsIT {

    private static final int TIMES = 10;

    private final PGSimpleDataSource database = (PGSimpleDataSource) TestPostgres.migratedDatabase();

    @Test
    void a_query_is_not_planned_anew_each_time_once_a_generation_without_indexes_was_beside_the_live_one() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TidemarkDatabaseAutoConfiguration.class))
                .withPropertyValues(
                        "tidemark.database.url=" + database.getUrl(),
                        "tidemark.database.user=" + database.getUser(),
                        "tidemark.database.password=" + database.getPassword())
                .run(context -> {
                    HikariDataSource pool = (HikariDataSource) context.getBean(DataSource.class);
                    try (Connection connection = pool.getConnection();
                            Connection rebuild = pool.getConnection();
                            Statement other = rebuild.createStatement()) {
                        askOften(connection);
                        other.execute("create table lots.beside partition of lots.lot_row for values in (77)");
                        other.execute("insert into lots.lot_row (generation, account, ref, lot_index, currency, amount,"
                                + " remaining, granted_at, seq)"
                                + " select 77, 'account-' || i, 'ref', 0, 'CREDIT', 1, 1, 0, i"
                                + " from generate_series(1, 20000) as i");
                        other.execute("analyze lots.beside");
                        askOften(connection);
                        other.execute("drop table lots.beside");
                        askOften(connection);

                        assertThat(plansMadeForOneUse(connection)).isZero();
                    }
                });
    }

    private static void askOften(Connection connection) throws SQLException {
        for (int i = 0; i < TIMES; i++) {
            try (PreparedStatement statement =
                    connection.prepareStatement("select sum(remaining) from lots.lot where account = ?")) {
                statement.setString(1, "account-1");
                statement.executeQuery().close();
            }
        }
    }

    private static long plansMadeForOneUse(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select sum(custom_plans), sum(generic_plans)"
                        + " from pg_prepared_statements where statement like '%sum(remaining)%'")) {
            row.next();
            assertThat(row.getLong(2)).isGreaterThan(2 * TIMES);
            return row.getLong(1);
        }
    }
}
