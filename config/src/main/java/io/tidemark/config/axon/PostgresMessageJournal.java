package io.tidemark.config.axon;

import io.tidemark.command.axon.MessageJournal;
import io.tidemark.journal.MessageClaim;
import io.tidemark.journal.PostgresEventStorageEngine;
import io.tidemark.messages.event.AccountEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The journal as the command side knows it. */
final class PostgresMessageJournal implements MessageJournal {

    private final PostgresEventStorageEngine journal;

    PostgresMessageJournal(PostgresEventStorageEngine journal) {
        this.journal = journal;
    }

    @Override
    public Place claim(String ref, String fingerprint) {
        return new ClaimedPlace(MessageClaim.bind(ref, fingerprint));
    }

    @Override
    public Optional<RecordedMessage> find(String ref) {
        return journal.findMessage(ref)
                .map(message -> new RecordedMessage(
                        message.fingerprint(),
                        message.seqFrom(),
                        message.recordedAt(),
                        message.payloads().stream()
                                .map(AccountEvent.class::cast)
                                .toList()));
    }

    @Override
    public boolean isCurrent(Map<String, Long> lastPositions) {
        return journal.isCurrent(lastPositions);
    }

    private record ClaimedPlace(MessageClaim claim) implements Place {

        @Override
        public long seqFrom() {
            return recorded().seqFrom();
        }

        @Override
        public Instant recordedAt() {
            return recorded().recordedAt();
        }

        private MessageClaim.Recorded recorded() {
            return claim.recorded()
                    .orElseThrow(() -> new IllegalStateException("a message was asked for before it was recorded"));
        }
    }
}
