package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database itself refuses to change the past, also to its owner. */
class AppendOnlyIT {

    private static final String RESTRICT_VIOLATION = "23001";

    private static final JournalFixture NODE = new JournalFixture();

    @BeforeAll
    static void append() {
        NODE.appendMessage("a message", "01", JournalFixture.events("a", 0, 3));
    }

    @AfterAll
    static void nothing_was_changed() {
        NODE.appendNext("a", 1);
        NODE.close();
        assertThat(JournalAudit.assertSound(NODE.dataSource)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update journal.event set payload = 'x' where seq = 1",
                "update journal.event set payload = 'x' where seq = 1000",
                "delete from journal.event where seq = 3",
                "truncate journal.event",
                "update journal.batch set seq_to = 7",
                "delete from journal.batch",
                "truncate journal.batch",
                "insert into journal.head values (true, 0, decode(repeat('00', 32), 'hex'), 0, 0)",
                "insert into journal.head values (false, 0, decode(repeat('00', 32), 'hex'), 0, 0)",
                "delete from journal.head",
                "truncate journal.head",
                "insert into journal.event select * from journal.event on conflict (seq) do update set ref = 'x'",
                "merge into journal.event e using (values (1)) v (seq) on e.seq = v.seq when matched then delete"
            })
    void a_change_of_what_is_recorded_is_refused(String statement) {
        assertThatThrownBy(() -> execute(statement))
                .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                .extracting(SQLException::getSQLState)
                .isEqualTo(RESTRICT_VIOLATION);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = NODE.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
