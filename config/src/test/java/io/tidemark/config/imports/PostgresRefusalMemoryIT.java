package io.tidemark.config.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.messages.command.OutcomeUnknownException;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.refusal.Refusal;
import io.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresRefusalMemoryIT {

    private static final Refusal SHORT = new Refusal.InsufficientCredit("a", "CREDIT", 9, 3);

    private final DataSource database = TestPostgres.migratedDatabase();
    private final RefusalMemory memory = new PostgresRefusalMemory(database);

    @Test
    void a_refusal_is_found_by_ref_content_and_appearance_alone() {
        memory.remember(spend("s", 9, 1), SHORT);

        Optional<RememberedRefusal> found = new PostgresRefusalMemory(database).find(spend("s", 9, 1));

        assertThat(found).hasValueSatisfying(refusal -> {
            assertThat(refusal.type()).isEqualTo("insufficient-credit");
            assertThat(refusal.detail()).isEqualTo("account 'a' has 3 CREDIT, 9 were asked for");
            assertThat(Duration.between(refusal.refusedAt(), Instant.now())).isLessThan(Duration.ofMinutes(1));
        });
        assertThat(memory.find(spend("s", 9, 2))).isEmpty();
        assertThat(memory.find(spend("s", 8, 1))).isEmpty();
        assertThat(memory.find(spend("other", 9, 1))).isEmpty();
    }

    @Test
    void the_last_refusal_of_an_appearance_is_kept() {
        memory.remember(spend("s", 9, 1), SHORT);
        memory.remember(spend("s", 9, 1), new Refusal.NotAnIssuer("somebody"));

        assertThat(memory.find(spend("s", 9, 1)))
                .hasValueSatisfying(refusal -> assertThat(refusal.type()).isEqualTo("not-an-issuer"));
    }

    @Test
    void a_ref_that_is_in_the_journal_by_now_is_for_the_ledger_to_judge() throws Exception {
        memory.remember(spend("s", 9, 1), SHORT);
        execute(
                "insert into journal.event (seq, stream_id, stream_seq, event_id, event_type, recorded_at, payload, ref,"
                        + " fingerprint, message_size, checksum) values (1, 'a', 0, 'e', 'x', 0, '', 's', '', 1, 0)");

        assertThat(memory.find(spend("s", 9, 1))).isEmpty();
    }

    @Test
    void texts_that_cannot_be_kept_or_are_very_long_do_no_harm() {
        String smile = "\uD83D\uDE00";
        memory.remember(spend("nul", 9, 1), new Refusal.InvalidAccount("\0", "items[0].account", "'\0' is no account"));
        memory.remember(spend(smile, 9, 1), new Refusal.NotAnIssuer(smile.repeat(100_000)));

        assertThat(memory.find(spend("nul", 9, 1)))
                .hasValueSatisfying(refusal -> assertThat(refusal.detail()).isEqualTo("invalid-account"));
        assertThat(memory.find(spend(smile, 9, 1)))
                .hasValueSatisfying(refusal ->
                        assertThat(refusal.detail()).hasSizeLessThan(2_010).endsWith(smile + "…"));
        assertThat(memory.find(spend("\0", 9, 1))).isEmpty();
    }

    @Test
    void a_database_that_is_away_is_an_outage_to_come_back_after() {
        PGSimpleDataSource away = new PGSimpleDataSource();
        away.setServerNames(new String[] {"127.0.0.1"});
        away.setPortNumbers(new int[] {1});
        RefusalMemory unreachable = new PostgresRefusalMemory(away);

        assertThatThrownBy(() -> unreachable.find(spend("s", 9, 1))).isInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(() -> unreachable.remember(spend("s", 9, 1), SHORT))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    private static ImportedMessage spend(String ref, long amount, int appearance) {
        return new ImportedMessage(new SpendCredits(ref, List.of(new SpendCredits.Item("a", amount))), appearance);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
