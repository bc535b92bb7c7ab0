package io.tidemark.config.imports;

import io.tidemark.config.outage.Outages;
import io.tidemark.messages.Texts;
import io.tidemark.messages.command.OutcomeUnknownException;
import io.tidemark.messages.refusal.Refusal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Optional;
import javax.sql.DataSource;

/** Keeps refusals beside the journal, in the same database: they are gone when the ledger is. */
final class PostgresRefusalMemory implements RefusalMemory {

    /** Details name ids that somebody chose; this is more than any of the ledger's own sentences needs. */
    private static final int MOST_DETAIL = 2_000;

    private static final String FIND = """
            select r.type, r.detail, r.refused_at
            from imports.refusal r
            where r.ref = ? and r.fingerprint = ? and r.appearance = ?
              and not exists (select from journal.event e where e.ref = r.ref)
            """;

    private static final String REMEMBER = """
            insert into imports.refusal (ref, fingerprint, appearance, type, detail, refused_at)
            values (?, ?, ?, ?, ?, clock_timestamp())
            on conflict (ref, fingerprint, appearance) do update
            set type = excluded.type, detail = excluded.detail, refused_at = excluded.refused_at
            """;

    private final DataSource dataSource;

    PostgresRefusalMemory(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Optional<RememberedRefusal> find(ImportedMessage message) {
        if (!Texts.isStorable(message.command().ref())) {
            return Optional.empty();
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement find = connection.prepareStatement(FIND)) {
            setKey(find, message);
            try (ResultSet row = find.executeQuery()) {
                return row.next()
                        ? Optional.of(new RememberedRefusal(
                                row.getString(1),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class).toInstant()))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw failure("read", e);
        }
    }

    @Override
    public void remember(ImportedMessage message, Refusal refusal) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement remember = connection.prepareStatement(REMEMBER)) {
            setKey(remember, message);
            remember.setString(4, refusal.type());
            remember.setString(5, storable(refusal));
            remember.executeUpdate();
        } catch (SQLException e) {
            throw failure("written", e);
        }
    }

    private static void setKey(PreparedStatement statement, ImportedMessage message) throws SQLException {
        statement.setString(1, message.command().ref());
        statement.setBytes(2, HexFormat.of().parseHex(message.fingerprint()));
        statement.setInt(3, message.appearance());
    }

    private static String storable(Refusal refusal) {
        String detail = refusal.detail();
        if (!Texts.isStorable(detail)) {
            return refusal.type();
        }
        return detail.length() <= MOST_DETAIL
                ? detail
                : detail.substring(0, detail.offsetByCodePoints(0, MOST_DETAIL / 2)) + "…";
    }

    private static RuntimeException failure(String what, SQLException e) {
        String text = "what imports were refused cannot be " + what + ": " + e.getMessage();
        return Outages.isOutage(e) ? new OutcomeUnknownException(text, e) : new IllegalStateException(text, e);
    }
}
