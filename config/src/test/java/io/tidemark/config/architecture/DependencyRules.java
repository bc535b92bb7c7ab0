package io.tidemark.config.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who may see whom: for each part of the product the list of all that it may see, so that a renamed package makes a
 * rule fail instead of making it say nothing.
 */
final class DependencyRules {

    private static final String AXON = "org.axonframework";
    private static final String CODE = "java";
    private static final String NULLNESS = "org.jspecify";
    private static final String LOGGING = "org.slf4j";

    private final String root;

    private DependencyRules(String root) {
        this.root = root;
    }

    /** The rules for the modules below a root package. */
    static List<Rule> below(String root) {
        DependencyRules rules = new DependencyRules(root);
        List<Rule> all = new ArrayList<>(rules.allowLists());
        all.addAll(rules.libraries());
        all.addAll(rules.handlers());
        all.addAll(rules.cycles());
        return all;
    }

    private List<Rule> allowLists() {
        String messages = root + ".messages";
        String migrations = root + ".migrations";
        return List.of(
                new Rule(
                        "messages see Java, nullness and Axon's annotations",
                        sees(
                                "messages",
                                "messages",
                                Classes.in(messages, CODE, NULLNESS).or(axonAnnotations())),
                        "MessageWithBus"),
                new Rule(
                        "migrations see Java, JDBC, Flyway and the driver",
                        only(
                                "migrations",
                                "migrations",
                                migrations,
                                CODE,
                                "javax.sql",
                                "org.flywaydb",
                                "org.postgresql",
                                LOGGING,
                                NULLNESS),
                        "MigrationWithMessages"),
                new Rule(
                        "the journal sees Axon, JDBC and migrations",
                        only(
                                "journal",
                                "journal",
                                root + ".journal",
                                migrations,
                                CODE,
                                "javax.sql",
                                AXON,
                                "org.postgresql",
                                "com.github.benmanes.caffeine",
                                LOGGING,
                                NULLNESS),
                        "JournalWithMessages"),
                new Rule(
                        "the command side sees Axon and messages",
                        only(
                                "command-side",
                                "command",
                                root + ".command",
                                messages,
                                CODE,
                                AXON,
                                "com.github.benmanes.caffeine",
                                LOGGING,
                                NULLNESS),
                        "CommandWithProjection"),
                new Rule(
                        "the domain sees Java and messages",
                        only(
                                "command-side",
                                "command.domain",
                                root + ".command.domain",
                                messages,
                                "java.lang",
                                "java.util",
                                "java.time",
                                "java.nio",
                                "java.security",
                                NULLNESS),
                        "DomainWithAxon"),
                new Rule(
                        "projections see Axon, JDBC, the driver, messages and migrations",
                        only(
                                "projections",
                                "projection",
                                root + ".projection",
                                messages,
                                migrations,
                                CODE,
                                "javax.sql",
                                AXON,
                                "org.postgresql",
                                LOGGING,
                                NULLNESS),
                        "ProjectionWithQuery"),
                new Rule(
                        "the query side sees Axon, JDBC, messages and migrations",
                        only(
                                "query-side",
                                "query",
                                root + ".query",
                                messages,
                                migrations,
                                CODE,
                                "javax.sql",
                                AXON,
                                LOGGING,
                                NULLNESS),
                        "QueryWithCommand"),
                new Rule(
                        "config does not see who is above it",
                        noClasses()
                                .that(areIn("config"))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(root + ".server..", root + ".bench..", root + ".testkit..")
                                .allowEmptyShould(isUnwritten("config")),
                        "ConfigWithServer"));
    }

    private List<Rule> libraries() {
        return List.of(
                new Rule(
                        "Spring is in config and server alone",
                        noClasses()
                                .that(not(Classes.in(root + ".config", root + ".server")))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.springframework.."),
                        "QueryWithSpring"),
                new Rule(
                        "JDBC is where tables are",
                        noClasses()
                                .that(not(Classes.in(
                                        root + ".journal",
                                        root + ".projection",
                                        root + ".query",
                                        root + ".migrations",
                                        root + ".config")))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("java.sql..", "javax.sql.."),
                        "CommandWithSql"));
    }

    private List<Rule> handlers() {
        return List.of(
                new Rule(
                        "commands are handled on the command side",
                        annotatedMethods("commandhandling.CommandHandler", "command"),
                        "QueryThatHandlesCommands"),
                new Rule(
                        "events are handled in projections",
                        annotatedMethods("eventhandling.EventHandler", "projection"),
                        "CommandThatHandlesEvents"),
                new Rule(
                        "resets are handled in projections",
                        annotatedMethods("eventhandling.ResetHandler", "projection"),
                        "CommandThatHandlesResets"),
                new Rule(
                        "queries are handled on the query side",
                        annotatedMethods("queryhandling.QueryHandler", "query"),
                        "ProjectionThatHandlesQueries"));
    }

    private List<Rule> cycles() {
        return Stream.of("messages", "migrations", "journal", "command", "projection", "query", "config")
                .map(module ->
                        new Rule("packages of " + module + " have no cycle", noCycle(module), "CycleIn" + module))
                .toList();
    }

    private ArchRule only(String folder, String part, String... packages) {
        return sees(folder, part, Classes.in(packages));
    }

    private ArchRule sees(String folder, String part, DescribedPredicate<JavaClass> seen) {
        return classes()
                .that(areIn(part))
                .should()
                .onlyDependOnClassesThat(seen)
                .allowEmptyShould(isUnwritten(folder));
    }

    private ArchRule annotatedMethods(String annotation, String part) {
        return methods()
                .that()
                .areAnnotatedWith(AXON + "." + annotation)
                .should()
                .beDeclaredInClassesThat()
                .resideInAPackage(root + "." + part + "..")
                .allowEmptyShould(true);
    }

    private ArchRule noCycle(String module) {
        String start = root + "." + module;
        return slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        String name = type.getPackageName();
                        return name.equals(start) || name.startsWith(start + ".")
                                ? SliceIdentifier.of(name)
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "packages of " + start;
                    }
                })
                .should()
                .beFreeOfCycles()
                .ignoreDependency(compositionRoot(), alwaysTrue())
                .allowEmptyShould(true);
    }

    /** Who puts an application together names all its parts; that alone makes no cycle. */
    private static DescribedPredicate<JavaClass> compositionRoot() {
        return describe(
                "auto-configurations",
                type -> type.isAnnotatedWith("org.springframework.boot.autoconfigure.AutoConfiguration"));
    }

    private DescribedPredicate<JavaClass> areIn(String part) {
        return Classes.in(root + "." + part);
    }

    private static DescribedPredicate<JavaClass> axonAnnotations() {
        return describe(
                "annotations of Axon",
                type -> type.isAnnotation() && type.getPackageName().startsWith(AXON + "."));
    }

    /** A module that has no source yet has no class to check; from its first one on, the rule must find classes. */
    private static boolean isUnwritten(String folder) {
        return !Files.exists(SourceTree.ROOT.resolve(folder).resolve("src/main/java"));
    }
}
