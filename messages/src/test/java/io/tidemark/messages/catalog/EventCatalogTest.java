package io.tidemark.messages.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.catalog.EventCatalog.Entry;
import io.tidemark.messages.event.AccountEvent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventCatalogTest {

    @Test
    void every_event_of_the_sealed_family_has_exactly_one_entry() {
        List<Class<?>> events = leaves(AccountEvent.class).toList();

        assertThat(events).isNotEmpty();
        assertThat(EventCatalog.entries().stream().<Class<?>>map(Entry::type))
                .containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void stored_names_are_unique() {
        assertThat(EventCatalog.entries()).extracting(Entry::name).doesNotHaveDuplicates();
    }

    @Test
    void stored_names_and_revisions_say_nothing_of_java() {
        assertThat(EventCatalog.entries())
                .allSatisfy(entry -> assertThat(entry.name()).matches("[a-z]+(-[a-z]+)*"))
                .allSatisfy(entry -> assertThat(entry.revision()).matches("[1-9][0-9]*"));
    }

    /** What journals out there hold. A line may be added here; a changed one means stored events cannot be read. */
    @Test
    void names_that_were_ever_stored_are_still_known() {
        assertThat(EventCatalog.entries())
                .extracting(Entry::name)
                .contains("credit-granted", "credit-spent", "transferred", "credit-received");
    }

    @Test
    void entries_are_found_by_class_and_by_name() {
        assertThat(EventCatalog.entries())
                .allSatisfy(entry -> assertThat(EventCatalog.of(entry.type())).contains(entry))
                .allSatisfy(
                        entry -> assertThat(EventCatalog.named(entry.name())).contains(entry));
    }

    @Test
    void what_is_not_an_event_of_the_ledger_has_no_entry() {
        assertThat(EventCatalog.of(String.class)).isEmpty();
        assertThat(EventCatalog.of(AccountEvent.class)).isEmpty();
        assertThat(EventCatalog.named("Credit-Granted")).isEmpty();
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventCatalogTest::leaves)
                : Stream.of(type);
    }
}
