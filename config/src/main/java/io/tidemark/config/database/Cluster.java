package io.tidemark.config.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the PostgreSQL cluster. Everything happens in a draft beside it, up to the application's role and database, and
 * one rename puts it in place: a cluster that is there is complete and on disk.
 */
final class Cluster {

    /** The role the application connects as. It owns its database and is nothing else: no superuser, makes no roles. */
    static final String USER = "tidemark";

    /** The database of the ledger. */
    static final String DATABASE = "tidemark";

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final String SUPERUSER = "postgres";
    private static final String DRAFT = "postgres.draft-";
    private static final int PASSWORD_BYTES = 32;

    /** Over loopback with a password, and in no other way; the unix socket is off. */
    private static final String ACCESS_RULES = """
            # TYPE  DATABASE  USER  ADDRESS       METHOD
            host    all       all   127.0.0.1/32  scram-sha-256
            """;

    /**
     * For a ledger on a small machine that it shares with its server. They go into the cluster's postgresql.conf, where
     * an operator may change them. Durability is not among them: see {@link Postmaster}.
     */
    private static final List<String> SETTINGS = List.of(
            "shared_buffers=" + SharedBuffers.megabytes() + "MB",
            "maintenance_work_mem=128MB",
            // Checkpoints less often: each makes the next change of every page write the whole page to the log.
            "max_wal_size=4GB",
            // Segments of the log that are used again do not have to be filled with zeros first.
            "min_wal_size=1GB",
            "checkpoint_timeout=15min",
            // Compressed, they cost more than there is to spare after a checkpoint (docs/decisions/0016).
            "wal_compression=off",
            "random_page_cost=1.1",
            "jit=off",
            "timezone=UTC",
            "log_timezone=UTC");

    private Cluster() {}

    /** Makes the cluster if there is none; leaves one that is there alone. Only for the data directory's holder. */
    static void createIfMissing(DirectoryLayout layout, PostgresTools tools) throws IOException {
        deleteDrafts(layout);
        if (Files.exists(layout.cluster())) {
            requireUsable(layout, tools);
            return;
        }
        LOG.info("making a new PostgreSQL cluster in {}", layout.cluster());
        writePassword(layout.password());
        writePassword(layout.superuserPassword());
        Path draft = Files.createTempDirectory(layout.root(), DRAFT);
        initialize(draft, layout, tools);
        createDatabase(draft, layout, tools);
        PrivateFiles.rename(draft, layout.cluster());
    }

    /** The application's password. */
    static String readPassword(DirectoryLayout layout) throws IOException {
        if (Files.notExists(layout.password())) {
            throw new EmbeddedDatabaseException("The file " + layout.password() + " is missing. It has the password of"
                    + " the role " + USER + "; set a new one as the user " + SUPERUSER + " (password in "
                    + layout.superuserPassword() + ") and write it there, or restore the file.");
        }
        return Files.readString(layout.password()).strip();
    }

    private static void initialize(Path draft, DirectoryLayout layout, PostgresTools tools) throws IOException {
        Stream<String> options = Stream.of(
                "--pgdata=" + draft,
                "--username=" + SUPERUSER,
                "--pwfile=" + layout.superuserPassword(),
                "--auth=scram-sha-256",
                "--data-checksums",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions");
        Stream<String> settings = SETTINGS.stream().map(setting -> "--set=" + setting);
        tools.run("initdb", "", Stream.concat(options, settings).toList());
        Path accessRules = draft.resolve("pg_hba.conf");
        Files.writeString(accessRules, ACCESS_RULES);
        try (FileChannel channel = FileChannel.open(accessRules, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** In single-user mode, so that no server listens before everything is there. Each line is a statement. */
    private static void createDatabase(Path draft, DirectoryLayout layout, PostgresTools tools) throws IOException {
        String statements = "create role " + USER + " login password '" + readPassword(layout) + "'\n"
                + "create database " + DATABASE + " owner " + USER + "\n"
                + "revoke all on database " + DATABASE + " from public\n";
        List<String> arguments = List.of(
                "--single",
                "-D",
                draft.toString(),
                "-c",
                "exit_on_error=on",
                // Or a failing statement would be shown with the password in it.
                "-c",
                "log_min_error_statement=panic",
                SUPERUSER);
        tools.run("postgres", statements, arguments);
    }

    private static void requireUsable(DirectoryLayout layout, PostgresTools tools) throws IOException {
        Path versionFile = layout.cluster().resolve("PG_VERSION");
        if (Files.notExists(versionFile)) {
            throw new EmbeddedDatabaseException(
                    layout.cluster() + " is there but is not a PostgreSQL cluster. Move it away or restore it.");
        }
        String clusterVersion = Files.readString(versionFile).strip();
        // "postgres (PostgreSQL) 18.4"
        String version = tools.run("postgres", "", List.of("--version")).strip();
        String number = version.substring(version.lastIndexOf(' ') + 1);
        if (!number.startsWith(clusterVersion + ".")) {
            throw new EmbeddedDatabaseException("The cluster in " + layout.cluster() + " was made by PostgreSQL "
                    + clusterVersion + ", and this Tidemark brings " + number + ". Dump it with the Tidemark that made"
                    + " it, or bring the cluster to the new version with pg_upgrade.");
        }
    }

    private static void writePassword(Path file) throws IOException {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        PrivateFiles.write(file, HexFormat.of().formatHex(bytes) + "\n");
    }

    /** A crash in the middle may leave a draft, and for a moment an initdb that still writes into it. */
    private static void deleteDrafts(DirectoryLayout layout) throws IOException {
        try (Stream<Path> children = Files.list(layout.root())) {
            for (Path draft : children.filter(Cluster::isDraft).toList()) {
                try {
                    PrivateFiles.deleteTree(draft);
                } catch (IOException e) {
                    LOG.warn("cannot delete {}, the remains of an interrupted first start: {}", draft, e.toString());
                }
            }
        }
    }

    private static boolean isDraft(Path path) {
        return path.getFileName().toString().startsWith(DRAFT);
    }
}
