package io.tidemark.config.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutagesTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "40P01", "53100", "53300", "57P01", "57014"})
    void a_database_that_is_away_or_overtaxed_is_an_outage(String state) {
        assertThat(Outages.isOutage(new SQLException("x", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42601", "22021", "08", ""})
    void a_statement_that_is_wrong_is_a_bug(String state) {
        assertThat(Outages.isOutage(new SQLException("x", state))).isFalse();
    }

    @Test
    void what_is_transient_by_its_type_is_an_outage_and_anything_else_is_not() {
        assertThat(Outages.isOutage(new SQLTransientConnectionException("no connection in the pool")))
                .isTrue();
        assertThat(Outages.isOutage(new ConcurrencyException("again"))).isTrue();
        assertThat(Outages.isOutage(new NoHandlerForQueryException("nobody"))).isTrue();
        assertThat(Outages.isOutage(new SQLException("no state"))).isFalse();
        assertThat(Outages.isOutage(new IllegalStateException(new SQLException("x", "08006"))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "28P01", "3D000"})
    void a_database_that_cannot_be_connected_to_is_told_from_one_that_does_not_work(String state) {
        assertThat(Outages.isNoDatabase(new SQLException("no", state))).isTrue();
        assertThat(Outages.isNoDatabase(new IllegalStateException(new SQLException("no", state))))
                .isFalse();
    }

    @Test
    void what_a_database_answers_is_no_lack_of_one() {
        assertThat(Outages.isNoDatabase(new SQLException("syntax", "42601"))).isFalse();
        assertThat(Outages.isNoDatabase(new SQLException("unknown"))).isFalse();
    }
}
