package io.tidemark.journal;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events that the current unit of work appends one message with a ref that is new to the journal, and learns
 * where they were recorded. Bind it before the unit of work commits; read it after. Used by one thread at a time.
 */
public final class MessageClaim {

    private static final String RESOURCE = MessageClaim.class.getName();

    private final String ref;
    private final byte[] fingerprint;
    private @Nullable Recorded recorded;

    private MessageClaim(String ref, byte[] fingerprint) {
        this.ref = ref;
        this.fingerprint = fingerprint;
    }

    /**
     * Claims a ref for the events of the current unit of work. If the journal has the ref already, the append fails as
     * a conflict.
     *
     * @param ref the message's ref
     * @param fingerprint what tells the same message from another one, stored with it; hex
     */
    public static MessageClaim bind(String ref, String fingerprint) {
        MessageClaim claim = new MessageClaim(ref, HexFormat.of().parseHex(fingerprint));
        CurrentUnitOfWork.get().root().resources().put(RESOURCE, claim);
        return claim;
    }

    static @Nullable MessageClaim current() {
        return CurrentUnitOfWork.isStarted()
                ? (MessageClaim) CurrentUnitOfWork.get().root().resources().get(RESOURCE)
                : null;
    }

    String ref() {
        return ref;
    }

    byte[] fingerprint() {
        return fingerprint;
    }

    void recorded(Recorded where) {
        this.recorded = where;
    }

    /** Where the message was recorded; empty until its append is durable. */
    public Optional<Recorded> recorded() {
        return Optional.ofNullable(recorded);
    }

    /**
     * Where a message was recorded.
     *
     * @param seqFrom seq of its first event
     * @param recordedAt when the journal took it
     */
    public record Recorded(long seqFrom, Instant recordedAt) {}
}
