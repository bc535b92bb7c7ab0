package io.tidemark.bench.profile;

import java.util.List;

/** Says whose work a stack is: that of the innermost frame which belongs to somebody in particular. */
final class Owner {

    static final String OTHER = "other";

    private record Rule(String prefix, String owner) {}

    /** In this order: the first prefix that fits a frame decides. */
    private static final List<Rule> RULES = List.of(
            new Rule("sun.security.provider.", "hash"),
            new Rule("java.security.MessageDigest", "hash"),
            new Rule("tools.jackson.", "JSON"),
            new Rule("io.tidemark.config.serialization.", "JSON"),
            new Rule("org.postgresql.", "JDBC driver"),
            new Rule("com.zaxxer.", "connection pool"),
            new Rule("com.github.benmanes.caffeine.", "caches"),
            new Rule("io.tidemark.command.domain.", "decide and fold"),
            new Rule("io.tidemark.journal.", "journal"),
            new Rule("io.tidemark.command.", "command shell"),
            new Rule("io.tidemark.projection.", "projections"),
            new Rule("io.tidemark.bench.", "load generator"),
            new Rule("org.axonframework.", "Axon"),
            new Rule("org.springframework.", "Spring"),
            new Rule("java.lang.VirtualThread", "thread scheduling"),
            new Rule("java.util.concurrent.ForkJoin", "thread scheduling"));

    private Owner() {}

    /** The owner of a stack, innermost frame first, each as {@code class.method}. */
    static String of(List<String> frames) {
        for (String frame : frames) {
            for (Rule rule : RULES) {
                if (frame.startsWith(rule.prefix)) {
                    return rule.owner;
                }
            }
        }
        return OTHER;
    }
}
