package io.tidemark.config.wiring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.SimpleEventBus;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class WiringVerifierTest {

    @Test
    void every_silent_fallback_of_axon_is_named_at_once() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of(
                "transactions",
                NoTransactionManager.INSTANCE,
                "bus",
                SimpleEventBus.builder().build(),
                "engine",
                new InMemoryEventStorageEngine(),
                "tokens",
                new InMemoryTokenStore()));
        WiringVerifier verifier =
                new WiringVerifier(beans, Jackson3Serializer.builder().build());
        assertThatThrownBy(verifier::afterSingletonsInstantiated)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "NoTransactionManager",
                        "not an EventStore",
                        "EventStorageEngine is not the journal's",
                        "no CommandBus is the ledger's",
                        "TokenStore is in memory",
                        "event serializer is not the ledger's");
    }
}
