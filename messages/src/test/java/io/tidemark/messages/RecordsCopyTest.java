package io.tidemark.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Commands, results and queries are immutable, whatever collections they were made of. Events are left out: they are
 * made by the domain and the codec alone, which hand over unmodifiable collections, and a copy of each would be paid
 * for at every fold.
 */
class RecordsCopyTest {

    @TestFactory
    Stream<DynamicTest> a_record_does_not_follow_the_collections_it_was_made_of() {
        List<Class<?>> records = recordsWithCollections();
        assertThat(records).hasSizeGreaterThan(10);
        return records.stream().map(type -> DynamicTest.dynamicTest(type.getName(), () -> copies(type)));
    }

    private static void copies(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = Arrays.stream(components)
                .map(component -> sample(component.getType()))
                .toArray();
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        Object made = constructor.newInstance(arguments);

        for (int i = 0; i < components.length; i++) {
            Object held = components[i].getAccessor().invoke(made);
            if (arguments[i] instanceof Collection<?> given && held instanceof Collection<?> kept) {
                given.clear();
                assertThat(kept).as(components[i].getName()).hasSize(1);
                assertThatThrownBy(kept::clear).isInstanceOf(UnsupportedOperationException.class);
            } else if (arguments[i] instanceof Map<?, ?> given && held instanceof Map<?, ?> kept) {
                given.clear();
                assertThat(kept).as(components[i].getName()).hasSize(1);
                assertThatThrownBy(kept::clear).isInstanceOf(UnsupportedOperationException.class);
            }
        }
    }

    private static @Nullable Object sample(Class<?> type) {
        if (type == String.class) {
            return "text";
        }
        if (type == List.class) {
            return new ArrayList<>(List.of("element"));
        }
        if (type == Map.class) {
            return new HashMap<>(Map.of("key", "value"));
        }
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == Instant.class) {
            return Instant.EPOCH;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return null;
    }

    private static List<Class<?>> recordsWithCollections() {
        Set<Class<?>> collections = Set.of(List.class, Map.class);
        return classes("command", "query").stream()
                .filter(Class::isRecord)
                .filter(type -> Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .anyMatch(collections::contains))
                .toList();
    }

    private static List<Class<?>> classes(String... packages) {
        List<Class<?>> found = new ArrayList<>();
        for (String name : packages) {
            try (Stream<Path> files = Files.list(compiled().resolve(name))) {
                for (Path file : files.sorted().toList()) {
                    String simple = file.getFileName().toString();
                    if (simple.endsWith(".class") && !simple.startsWith("package-info")) {
                        found.add(Class.forName(Texts.class.getPackageName() + "." + name + "."
                                + simple.substring(0, simple.length() - ".class".length())));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return found;
    }

    private static Path compiled() {
        try {
            URI location = Texts.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(location).resolve("io/tidemark/messages");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
