package io.tidemark.config.axon;

import io.tidemark.command.axon.AccountAggregate;
import io.tidemark.command.axon.AccountFactory;
import io.tidemark.command.axon.AccountRepository;
import io.tidemark.command.axon.LedgerCommandBus;
import io.tidemark.command.axon.MessageJournal;
import io.tidemark.command.axon.MovementHandler;
import io.tidemark.command.domain.MovementDecider;
import io.tidemark.config.TidemarkProperties;
import io.tidemark.journal.PostgresEventStorageEngine;
import io.tidemark.journal.StreamLocks;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.eventsourcing.AggregateSnapshotter;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.Repository;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The command side: accounts, their cache, locks and snapshots, and the bus. */
@Configuration(proxyBeanMethods = false)
public class CommandSideConfiguration {

    @Bean
    AccountFactory accountFactory(TidemarkProperties properties) {
        return new AccountFactory(properties.rules().drainPolicy().orders());
    }

    @Bean
    AccountCache accountCache(TidemarkProperties properties) {
        return new AccountCache(properties.commands().cachedAccounts());
    }

    @Bean
    StreamLocks accountLocks(PostgresEventStorageEngine journal, TidemarkProperties properties) {
        return new StreamLocks(journal, properties.commands().lockTimeout());
    }

    @Bean
    MessageJournal messageJournal(PostgresEventStorageEngine journal) {
        return new PostgresMessageJournal(journal);
    }

    /** One thread of low rank: a snapshot only saves work, so it never competes with commands. */
    @Bean(destroyMethod = "shutdown")
    ExecutorService snapshotExecutor() {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("tidemark-snapshots").daemon().factory());
    }

    @Bean
    Snapshotter snapshotter(EventStore eventStore, AccountFactory accountFactory, ExecutorService snapshotExecutor) {
        return AggregateSnapshotter.builder()
                .eventStore(eventStore)
                .aggregateFactories(List.of(accountFactory))
                .executor(snapshotExecutor)
                .build();
    }

    @Bean
    Repository<AccountAggregate> accountRepository(
            EventStore eventStore,
            AccountFactory accountFactory,
            AccountCache accountCache,
            StreamLocks accountLocks,
            Snapshotter snapshotter,
            TidemarkProperties properties) {
        return new AccountRepository(
                eventStore,
                accountFactory,
                accountCache,
                accountLocks,
                snapshotter,
                properties.commands().snapshotEvery());
    }

    @Bean
    MovementDecider movementDecider(TidemarkProperties properties) {
        return new MovementDecider(properties.rules());
    }

    @Bean
    MovementHandler movementHandler(
            Repository<AccountAggregate> accountRepository,
            AccountFactory accountFactory,
            MovementDecider movementDecider,
            MessageJournal messageJournal,
            InstantSource clock) {
        return new MovementHandler(accountRepository, accountFactory, movementDecider, messageJournal, clock);
    }

    @Bean
    @Qualifier("localSegment")
    LedgerCommandBus commandBus(MessageJournal messageJournal, TidemarkProperties properties) {
        TidemarkProperties.Commands commands = properties.commands();
        return new LedgerCommandBus(
                messageJournal,
                commands.rememberedRefs(),
                commands.inProgress(),
                commands.attempts(),
                JournalFailures::asMessageFailure);
    }
}
