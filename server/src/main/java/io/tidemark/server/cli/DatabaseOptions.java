package io.tidemark.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that run a ledger in their own process: where its data is. */
final class DatabaseOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of the embedded PostgreSQL; else $$TIDEMARK_DATA, else ./data/ledger,"
                    + " or ./data/demo for the demo.")
    private @Nullable Path data;

    @Option(
            names = "--database-url",
            paramLabel = "JDBC-URL",
            description = "A PostgreSQL of your own instead, such as jdbc:postgresql://host/name.")
    private @Nullable String databaseUrl;

    @Option(names = "--database-user", paramLabel = "NAME", description = "Its user.")
    private @Nullable String databaseUser;

    @Option(
            names = "--database-password",
            paramLabel = "TEXT",
            description = "Its password; $$TIDEMARK_DATABASE_PASSWORD keeps it out of the list of processes.")
    private @Nullable String databasePassword;

    /** Whether any of these options was given. */
    boolean isAnyGiven() {
        return data != null || databaseUrl != null || databaseUser != null || databasePassword != null;
    }

    /** Whether the data is in a PostgreSQL that this process does not run. */
    boolean isExternal(Surroundings surroundings) {
        return databaseUrl != null
                || surroundings.variable("TIDEMARK_DATABASE_URL") != null
                || surroundings.property("tidemark.database.url") != null;
    }

    /** The data directory, absolute: the one given, as a setting or else as an option, or the ledger's usual one. */
    Path dataDirectory(Surroundings surroundings) {
        return dataDirectory("ledger", surroundings);
    }

    /**
     * The data directory, absolute: the one given, or the usual one of that name. The usual ones stand beside each
     * other, so that the ledger and the demo do not get into each other's way.
     */
    Path dataDirectory(String usual, Surroundings surroundings) {
        String setting = surroundings.property("tidemark.data");
        Path given = setting == null ? data : Path.of(setting);
        if (given == null) {
            String variable = surroundings.variable("TIDEMARK_DATA");
            given = variable == null ? Path.of("data", usual) : Path.of(variable);
        }
        return given.toAbsolutePath().normalize();
    }

    /**
     * The settings that these options stand for, and after them those that were given as such.
     *
     * @param dataDirectory the data directory
     * @throws CommandException if one of the latter is no setting
     */
    List<String> settings(Path dataDirectory, Surroundings surroundings) {
        new KnownSettings().require(surroundings.properties());
        List<String> settings = new ArrayList<>();
        if (surroundings.property("tidemark.data") == null) {
            settings.add("--tidemark.data=" + dataDirectory);
        }
        add(settings, "tidemark.database.url", databaseUrl);
        add(settings, "tidemark.database.user", databaseUser);
        add(settings, "tidemark.database.password", databasePassword);
        settings.addAll(surroundings.properties());
        return settings;
    }

    private static void add(List<String> settings, String name, @Nullable String value) {
        if (value != null) {
            settings.add("--" + name + "=" + value);
        }
    }
}
