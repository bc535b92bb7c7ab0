package io.tidemark.config.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What code may hold and call: values that do not change, time that comes in from outside, exact numbers. */
final class PurityRules {

    /** Who else may ask for the time: the default of a clock that is handed in everywhere else. */
    static final Set<String> MAY_ASK_FOR_TIME = Set.of("io.tidemark.journal.JournalBuilder");

    private static final Set<String> FRACTIONS = Set.of(
            "float",
            "double",
            "java.lang.Float",
            "java.lang.Double",
            "java.math.BigDecimal",
            "java.util.Date",
            "java.time.LocalDateTime");

    private static final Set<String> TIME_AND_CHANCE = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.time.InstantSource.system",
            "java.time.Clock.system",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.util.Random.<init>",
            "java.security.SecureRandom.<init>",
            "java.util.SplittableRandom.<init>",
            "java.util.Date.<init>");

    private static final Set<String> MUTABLE_HOLDERS = Set.of(
            "java.util.HashMap",
            "java.util.ArrayList",
            "java.util.HashSet",
            "java.util.concurrent.ConcurrentMap",
            "java.util.concurrent.atomic.AtomicInteger",
            "java.util.concurrent.atomic.AtomicLong",
            "java.util.concurrent.atomic.AtomicBoolean",
            "java.util.concurrent.atomic.AtomicReference",
            "java.util.concurrent.atomic.LongAdder",
            "java.lang.ThreadLocal",
            "java.lang.StringBuilder");

    private static final Set<String> INJECTIONS = Set.of(
            "org.springframework.beans.factory.annotation.Autowired",
            "org.springframework.beans.factory.annotation.Value",
            "jakarta.inject.Inject",
            "jakarta.annotation.Resource");

    private final String root;

    private PurityRules(String root) {
        this.root = root;
    }

    /** The rules for the modules below a root package, whose stored events are those of the names. */
    static List<Rule> below(String root, Set<String> storedEvents) {
        PurityRules rules = new PurityRules(root);
        return Stream.of(rules.values(), rules.surroundings(), rules.events(storedEvents))
                .flatMap(List::stream)
                .toList();
    }

    /** Nobody but config, server and the given classes asks for the time or draws lots. */
    static ArchRule timeComesIn(String root, Set<String> exempt) {
        return noClasses()
                .that(not(Classes.in(root + ".config", root + ".server"))
                        .and(describe("are not exempt", type -> !exempt.contains(type.getName()))))
                .should()
                .accessTargetWhere(describe("it tells the time or draws lots", PurityRules::isTimeOrChance));
    }

    private List<Rule> values() {
        DescribedPredicate<JavaClass> exact = Classes.in(root + ".messages", root + ".command.domain");
        DescribedPredicate<JavaClass> domain = Classes.in(root + ".command.domain");
        return List.of(
                new Rule(
                        "fields of messages and domain are exact",
                        fields().that()
                                .areDeclaredInClassesThat(exact)
                                .should(field(
                                        "be exact",
                                        field -> !FRACTIONS.contains(
                                                field.getRawType().getName()))),
                        "MessageWithFraction"),
                new Rule(
                        "methods of messages and domain are exact",
                        methods().that().areDeclaredInClassesThat(exact).should(method("take and return exact values")),
                        "DomainThatRounds"),
                new Rule(
                        "fields of the domain are final",
                        fields().that()
                                .areDeclaredInClassesThat(domain)
                                .should()
                                .beFinal(),
                        "DomainWithSetter"),
                new Rule(
                        "types of the domain are closed",
                        classes()
                                .that(domain)
                                .should(type(
                                        "be a record, an enum, an interface or final",
                                        type -> type.isRecord()
                                                || type.isEnum()
                                                || type.isInterface()
                                                || type.getModifiers().contains(JavaModifier.FINAL))),
                        "DomainThatIsOpen"));
    }

    private List<Rule> surroundings() {
        return List.of(
                new Rule("time and chance come in from outside", timeComesIn(root, MAY_ASK_FOR_TIME), "QueryWithClock"),
                new Rule(
                        "messages and domain do not measure time or use threads",
                        noClasses()
                                .that(Classes.in(root + ".messages", root + ".command.domain"))
                                .should()
                                .accessTargetWhere(describe(
                                        "it measures time or is a thread's",
                                        access -> name(access).equals("java.lang.System.nanoTime")
                                                || name(access).startsWith("java.lang.Thread"))),
                        "DomainWithStopwatch"),
                new Rule(
                        "nothing is Java-serializable by choice",
                        classes()
                                .should(type(
                                        "not implement Serializable",
                                        type -> type.getRawInterfaces().stream()
                                                .noneMatch(
                                                        other -> other.getName().equals("java.io.Serializable")))),
                        "SerializableMessage"),
                new Rule(
                        "no object is read by Java serialization",
                        noClasses()
                                .should()
                                .dependOnClassesThat()
                                .haveNameMatching("java\\.io\\.Object(In|Out)putStream"),
                        "JournalWithObjectStream"),
                new Rule(
                        "nothing is injected into fields",
                        fields().should(field(
                                "not be injected",
                                field -> field.getAnnotations().stream()
                                        .noneMatch(annotation -> INJECTIONS.contains(
                                                annotation.getRawType().getName())))),
                        "InjectedField"),
                new Rule(
                        "nothing static changes",
                        fields().that().areStatic().should(field("not change", PurityRules::isConstant)),
                        "StaticCounter"));
    }

    private List<Rule> events(Set<String> storedEvents) {
        String events = root + ".messages.event";
        DescribedPredicate<JavaClass> isEvent =
                describe("are events", type -> !type.isInterface() && type.isAssignableTo(events + ".AccountEvent"));
        return List.of(
                new Rule("events are records", classes().that(isEvent).should().beRecords(), "EventThatIsNoRecord"),
                new Rule(
                        "events lie with the events",
                        classes().that(isEvent).should().resideInAPackage(events),
                        "EventElsewhere"),
                new Rule(
                        "events have a stored name",
                        classes()
                                .that(isEvent)
                                .should(type("be in the catalog", type -> storedEvents.contains(type.getName()))),
                        "EventWithoutName"));
    }

    private static boolean isTimeOrChance(JavaAccess<?> access) {
        String name = name(access);
        boolean isNow = name.startsWith("java.time.")
                && name.endsWith(".now")
                && access.getTarget().getFullName().endsWith("()");
        return isNow || TIME_AND_CHANCE.contains(name);
    }

    private static String name(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getTarget().getName();
    }

    private static boolean isConstant(JavaField field) {
        if (field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            return true;
        }
        boolean isArrayInSight =
                field.getRawType().isArray() && !field.getModifiers().contains(JavaModifier.PRIVATE);
        return field.getModifiers().contains(JavaModifier.FINAL)
                && !isArrayInSight
                && MUTABLE_HOLDERS.stream()
                        .noneMatch(holder -> field.getRawType().isAssignableTo(holder));
    }

    private static ArchCondition<JavaMethod> method(String description) {
        return condition(
                description,
                method -> Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                        .noneMatch(type -> FRACTIONS.contains(type.getName())),
                JavaMethod::getFullName);
    }

    private static ArchCondition<JavaField> field(String description, Predicate<JavaField> holds) {
        return condition(description, holds, JavaField::getFullName);
    }

    private static ArchCondition<JavaClass> type(String description, Predicate<JavaClass> holds) {
        return condition(description, holds, JavaClass::getName);
    }

    private static <T> ArchCondition<T> condition(String description, Predicate<T> holds, Function<T, String> name) {
        return new ArchCondition<>(description) {
            @Override
            public void check(T item, ConditionEvents events) {
                boolean satisfied = holds.test(item);
                events.add(new SimpleConditionEvent(item, satisfied, name.apply(item) + " should " + description));
            }
        };
    }
}
