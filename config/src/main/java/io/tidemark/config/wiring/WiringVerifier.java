package io.tidemark.config.wiring;

import io.tidemark.command.axon.LedgerCommandBus;
import io.tidemark.config.serialization.LedgerSerializer;
import io.tidemark.journal.PostgresEventStorageEngine;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Looks at what the context was really wired with, before anything is taken in. On Spring Boot 4 a single bean too many
 * or too few makes Axon fall back to parts that store nothing, or store it outside a transaction, without a word.
 */
public final class WiringVerifier implements SmartInitializingSingleton {

    private final ListableBeanFactory beans;
    private final Serializer eventSerializer;

    /** A verifier of the given context. */
    public WiringVerifier(ListableBeanFactory beans, @Qualifier("eventSerializer") Serializer eventSerializer) {
        this.beans = beans;
        this.eventSerializer = eventSerializer;
    }

    /**
     * Verifies the wiring.
     *
     * @throws IllegalStateException if something is wired so that events could be lost; names all of it
     */
    @Override
    public void afterSingletonsInstantiated() {
        List<String> faults = new ArrayList<>();
        for (TransactionManager manager : all(TransactionManager.class)) {
            expect(
                    !(manager instanceof NoTransactionManager),
                    "Axon's TransactionManager is NoTransactionManager: projections would be stored without a"
                            + " transaction",
                    faults);
        }
        expect(
                all(EventBus.class).stream().allMatch(EventStore.class::isInstance),
                "the EventBus is not an EventStore: events would not be stored",
                faults);
        expect(
                all(EventStorageEngine.class).stream().allMatch(PostgresEventStorageEngine.class::isInstance),
                "the EventStorageEngine is not the journal's: seqs would have gaps",
                faults);
        expect(
                all(CommandBus.class).stream().anyMatch(LedgerCommandBus.class::isInstance),
                "no CommandBus is the ledger's: refs would not be kept",
                faults);
        expect(
                all(TokenStore.class).stream().noneMatch(InMemoryTokenStore.class::isInstance),
                "the TokenStore is in memory: projections would be counted twice after a restart",
                faults);
        expect(
                eventSerializer instanceof LedgerSerializer,
                "the event serializer is not the ledger's: events would be stored under class names",
                faults);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("Tidemark does not start: " + String.join("; ", faults));
        }
    }

    private <T> List<T> all(Class<T> type) {
        return List.copyOf(beans.getBeansOfType(type).values());
    }

    private static void expect(boolean holds, String fault, List<String> faults) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
