package io.tidemark.config.axon;

import io.tidemark.command.axon.AccountFactory;
import io.tidemark.command.axon.AccountRepository;
import io.tidemark.command.axon.AccountSnapshots;
import io.tidemark.command.axon.LedgerCommandBus;
import io.tidemark.command.axon.MessageJournal;
import io.tidemark.command.axon.MovementHandler;
import io.tidemark.command.domain.MovementDecider;
import io.tidemark.config.TidemarkProperties;
import io.tidemark.journal.JournalEventStore;
import io.tidemark.journal.PostgresEventStorageEngine;
import io.tidemark.journal.StreamLocks;
import java.time.InstantSource;
import org.axonframework.eventsourcing.eventstore.EventStore;
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

    @Bean
    AccountSnapshots accountSnapshots(EventStore eventStore, TidemarkProperties properties) {
        return new AccountSnapshots(eventStore, properties.commands().snapshotEvery());
    }

    @Bean
    AccountRepository accountRepository(
            JournalEventStore eventStore,
            AccountFactory accountFactory,
            AccountCache accountCache,
            StreamLocks accountLocks,
            AccountSnapshots accountSnapshots) {
        return new AccountRepository(
                eventStore, eventStore::readAhead, accountFactory, accountCache, accountLocks, accountSnapshots);
    }

    @Bean
    MovementDecider movementDecider(TidemarkProperties properties) {
        return new MovementDecider(properties.rules());
    }

    @Bean
    MovementHandler movementHandler(
            AccountRepository accountRepository,
            MovementDecider movementDecider,
            MessageJournal messageJournal,
            InstantSource clock) {
        return new MovementHandler(accountRepository, movementDecider, messageJournal, clock);
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
