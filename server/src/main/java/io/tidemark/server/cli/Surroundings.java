package io.tidemark.server.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command finds around it.
 *
 * @param terminal where it reads and writes
 * @param environment environment variables
 * @param properties settings given as {@code --tidemark.x.y=value}, as they were given
 * @param ledgers how ledgers are started in this process
 */
record Surroundings(
        Terminal terminal, Map<String, String> environment, List<String> properties, LedgerStarter ledgers) {

    Surroundings {
        environment = Map.copyOf(environment);
        properties = List.copyOf(properties);
    }

    /** What the command line found. */
    static Surroundings of(@Nullable TidemarkCli cli) {
        return Objects.requireNonNull(cli, "a command is part of the command line")
                .surroundings();
    }

    /** What the command line found, for a command that stands at more than one place of it. */
    static Surroundings of(@Nullable CommandSpec spec) {
        CommandSpec known = Objects.requireNonNull(spec, "a command knows its place");
        return known.root().userObject() instanceof TidemarkCli cli ? of(cli) : of((TidemarkCli) null);
    }

    /** The variable's value; {@code null} if it is not set or empty. */
    @Nullable
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** A setting among the properties; {@code null} if it is not there. */
    @Nullable
    String property(String name) {
        String start = "--" + name + "=";
        return properties.stream()
                .filter(property -> property.startsWith(start))
                .map(property -> property.substring(start.length()))
                .findFirst()
                .orElse(null);
    }
}
