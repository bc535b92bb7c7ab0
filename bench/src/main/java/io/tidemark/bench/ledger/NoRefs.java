package io.tidemark.bench.ledger;

import io.tidemark.command.axon.MessageJournal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Keeps no refs, and takes every refusal for a mistake of the benchmark. Thread-safe. */
final class NoRefs implements MessageJournal {

    @Override
    public Place claim(String ref, String fingerprint) {
        return Nowhere.INSTANCE;
    }

    @Override
    public Optional<RecordedMessage> find(String ref) {
        return Optional.empty();
    }

    @Override
    public boolean isCurrent(Map<String, Long> lastPositions) {
        throw new IllegalStateException("a command was refused for accounts " + lastPositions.keySet());
    }

    private enum Nowhere implements Place {
        INSTANCE;

        @Override
        public long seqFrom() {
            return 0;
        }

        @Override
        public Instant recordedAt() {
            return Instant.EPOCH;
        }
    }
}
