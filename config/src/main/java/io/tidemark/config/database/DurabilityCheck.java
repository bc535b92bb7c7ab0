package io.tidemark.config.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from a database whether it keeps what it acknowledges, and refuses it if not. */
public final class DurabilityCheck {

    /** The setting by which an operator accepts the risks that can be accepted. */
    public static final String ACCEPT_PROPERTY = "tidemark.database.accept-weak-durability";

    private static final Logger LOG = LoggerFactory.getLogger(DurabilityCheck.class);

    private static final int MIN_VERSION_INCLUSIVE = 150_000;
    private static final int MAX_VERSION_EXCLUSIVE = 190_000;

    /** Parallels the components of {@link Settings}. */
    private static final String READ_SETTINGS = """
            select current_setting('server_version'),
                   current_setting('server_version_num')::integer,
                   pg_is_in_recovery(),
                   current_setting('fsync'),
                   current_setting('synchronous_commit'),
                   current_setting('full_page_writes'),
                   current_setting('data_checksums')
            """;

    private DurabilityCheck() {}

    /** What the database says of itself to one connection. */
    record Settings(
            String version,
            int versionNumber,
            boolean inRecovery,
            String fsync,
            String synchronousCommit,
            String fullPageWrites,
            String dataChecksums) {}

    /**
     * Reads through one connection of {@code dataSource}. It has to be the one that the ledger writes through: a role, a
     * database or a connection string may set {@code synchronous_commit} for its own sessions.
     *
     * @throws IllegalStateException if the database cannot be asked
     */
    public static DurabilityReport check(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ_SETTINGS)) {
            row.next();
            return judge(new Settings(
                    row.getString(1),
                    row.getInt(2),
                    row.getBoolean(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7)));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the database's durability settings: " + e.getMessage(), e);
        }
    }

    /**
     * Returns if the ledger may work on the database; logs each risk that was accepted.
     *
     * @param acceptWeakDurability the value of {@link #ACCEPT_PROPERTY}
     * @throws WeakDurabilityException if it may not; names every finding
     */
    public static void requireDurable(DurabilityReport report, boolean acceptWeakDurability) {
        boolean acceptable = report.findings().stream().allMatch(DurabilityFinding::acceptable);
        if (report.isDurable()) {
            return;
        }
        if (!acceptable || !acceptWeakDurability) {
            throw new WeakDurabilityException(explain(report, acceptable), report);
        }
        for (DurabilityFinding finding : report.findings()) {
            LOG.warn("accepted by {}: {}", ACCEPT_PROPERTY, finding.describe());
        }
    }

    static DurabilityReport judge(Settings settings) {
        List<DurabilityFinding> findings = new ArrayList<>();
        if (settings.versionNumber() < MIN_VERSION_INCLUSIVE || settings.versionNumber() >= MAX_VERSION_EXCLUSIVE) {
            findings.add(new DurabilityFinding(
                    "server_version",
                    settings.version(),
                    "Tidemark is made for PostgreSQL 15 to 18.",
                    "Use a server of one of these versions.",
                    false));
        }
        if (settings.inRecovery()) {
            findings.add(new DurabilityFinding(
                    "pg_is_in_recovery",
                    "true",
                    "this server is a standby and takes no writes.",
                    "Connect to its primary, or promote it (select pg_promote()).",
                    false));
        }
        judgeWrites(settings, findings);
        return new DurabilityReport(settings.version(), findings);
    }

    private static void judgeWrites(Settings settings, List<DurabilityFinding> findings) {
        if (settings.fsync().equals("off")) {
            findings.add(weak(
                    "fsync",
                    "a crash of the machine can destroy the whole database.",
                    "Set fsync = on in postgresql.conf and reload."));
        }
        if (settings.fullPageWrites().equals("off")) {
            findings.add(weak(
                    "full_page_writes",
                    "a crash of the machine can leave half written pages that recovery does not repair.",
                    "Set full_page_writes = on in postgresql.conf and reload."));
        }
        // The other values wait at least for the disk of this server.
        if (settings.synchronousCommit().equals("off")) {
            findings.add(weak(
                    "synchronous_commit",
                    "a crash loses the last movements although their callers were told that they are done.",
                    "Set it on; look at postgresql.conf, at the connection string, and at"
                            + " \"alter role ... set\" and \"alter database ... set\" (psql: \\drds)."));
        }
        if (settings.dataChecksums().equals("off")) {
            findings.add(weak(
                    "data_checksums",
                    "a page that the disk has damaged is read as if it were good.",
                    "Stop the server and run pg_checksums --enable on it."));
        }
    }

    private static DurabilityFinding weak(String setting, String risk, String remedy) {
        return new DurabilityFinding(setting, "off", risk, remedy, true);
    }

    private static String explain(DurabilityReport report, boolean acceptable) {
        String findings = report.findings().stream()
                .map(finding -> "\n  - " + finding.describe())
                .collect(Collectors.joining());
        String wayOut = acceptable
                ? "\nPut it right and start again. To run all the same, at the risk of losing credits: "
                        + ACCEPT_PROPERTY + "=true"
                : "\nPut it right and start again.";
        return "The database (PostgreSQL " + report.serverVersion() + ") cannot be trusted with a ledger:" + findings
                + wayOut;
    }
}
