package io.tidemark.bench.micro;

import io.tidemark.command.axon.AccountFactory;
import io.tidemark.command.domain.DrainOrder;
import io.tidemark.command.domain.MessageFingerprint;
import io.tidemark.config.serialization.EventReader;
import io.tidemark.config.serialization.LedgerSerializer;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.axonframework.serialization.SerializedObject;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What an event costs on its way to the journal and back, and a message's fingerprint. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventBenchmark {

    private final LedgerSerializer serializer =
            new LedgerSerializer(new AccountFactory(Set.of(DrainOrder.EXPIRATION_FIRST)));
    private final CreditSpent event = new CreditSpent(
            AccountState.ID,
            "b7f3a9c2d4e5f601",
            0,
            "CREDIT",
            140,
            List.of(drain("0a1b2c3d4e5f6071"), drain("1a1b2c3d4e5f6071")),
            0,
            AccountState.NOW,
            Map.of(),
            Map.of());
    private final SerializedObject<byte[]> stored = serializer.serialize(event, byte[].class);
    private final EventReader reader = serializer.eventReader();
    private final SpendCredits command =
            new SpendCredits("b7f3a9c2d4e5f601", List.of(new SpendCredits.Item(AccountState.ID, 140)));

    private static LotDrain drain(String ref) {
        return new LotDrain(ref, 0, 70, AccountState.NOW, AccountState.NOW.plusSeconds(86_400));
    }

    /** Encodes a spend that drained two lots. */
    @Benchmark
    public SerializedObject<byte[]> encode() {
        return serializer.serialize(event, byte[].class);
    }

    /** Decodes it. */
    @Benchmark
    public CreditSpent decode() {
        return serializer.deserialize(stored);
    }

    /** Decodes it as projections and rebuilds do. */
    @Benchmark
    public @Nullable AccountEvent read() {
        return reader.read("credit-spent", "1", stored.getData(), 0, stored.getData().length);
    }

    /** Computes a message's fingerprint. */
    @Benchmark
    public String fingerprint() {
        return MessageFingerprint.of(command);
    }
}
