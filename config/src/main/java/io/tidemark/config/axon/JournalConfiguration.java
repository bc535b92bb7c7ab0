package io.tidemark.config.axon;

import io.tidemark.command.axon.AccountFactory;
import io.tidemark.config.TidemarkProperties;
import io.tidemark.config.serialization.LedgerSerializer;
import io.tidemark.journal.JournalBuilder;
import io.tidemark.journal.JournalEventStore;
import io.tidemark.journal.PostgresEventStorageEngine;
import io.tidemark.messages.event.AccountEvent;
import java.time.InstantSource;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The journal, and Axon's event store over it. */
@Configuration(proxyBeanMethods = false)
public class JournalConfiguration {

    @Bean
    @ConditionalOnMissingBean
    InstantSource tidemarkClock() {
        return InstantSource.system();
    }

    @Bean
    @Primary
    LedgerSerializer ledgerSerializer(AccountFactory accountFactory) {
        return new LedgerSerializer(accountFactory);
    }

    @Bean
    @Qualifier("eventSerializer")
    Serializer eventSerializer(LedgerSerializer ledgerSerializer) {
        return ledgerSerializer;
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    PostgresEventStorageEngine journal(
            LedgerDatabase database,
            LedgerSerializer serializer,
            TidemarkProperties properties,
            InstantSource clock,
            AccountCache accountCache) {
        JournalBuilder builder = PostgresEventStorageEngine.builder()
                .dataSource(database.dataSource())
                .settings(properties.journalSettings())
                .clock(clock)
                .sharedPayloads(AccountEvent.class::isInstance)
                .onFailedStreams(streams -> streams.forEach(accountCache::remove));
        builder.eventSerializer(serializer).snapshotSerializer(serializer);
        return builder.build();
    }

    @Bean(name = "eventBus")
    @Qualifier("eventStore")
    JournalEventStore eventStore(PostgresEventStorageEngine journal) {
        return new JournalEventStore(journal);
    }
}
