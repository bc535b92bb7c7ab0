package io.tidemark.command.domain;

import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says whether two messages are the same. Covers what the caller sent and nothing else: kind, ref and every field, an
 * omitted effective time being equal to an omitted one only. The order of metadata keys does not count.
 *
 * <p>The first 16 bytes of a SHA-256 over length-prefixed fields, as lower-case hex. Stored with the message for ever:
 * the encoding may not change.
 */
public final class MessageFingerprint {

    private static final int BYTES = 16;
    private static final byte ABSENT = 0;
    private static final byte PRESENT = 1;

    private static final int BUFFER_BYTES = 512;

    private final MessageDigest digest;
    /** What is not hashed yet: a digest that is fed in small pieces costs more than the hash. */
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    private MessageFingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The fingerprint of a message, 32 hex digits. */
    public static String of(MovementCommand command) {
        return new MessageFingerprint().compute(command);
    }

    private String compute(MovementCommand command) {
        text(command.kind().code());
        text(command.ref());
        time(command.effectiveAt());
        metadata(command.metadata());
        number(command.size());
        switch (command) {
            case GrantCredits grant -> {
                text(grant.issuer());
                for (GrantCredits.Item item : grant.items()) {
                    item(item.account(), item.amount(), item.currency(), item.expiresAt(), item.metadata());
                }
            }
            case SpendCredits spend -> {
                text(spend.shortfall().name());
                for (SpendCredits.Item item : spend.items()) {
                    item(item.account(), item.amount(), item.currency(), null, item.metadata());
                }
            }
            case TransferCredits transfer -> {
                text(transfer.from());
                for (TransferCredits.Item item : transfer.items()) {
                    item(item.to(), item.amount(), item.currency(), item.expiresAt(), item.metadata());
                }
            }
        }
        flush();
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private void item(
            String account, long amount, String currency, @Nullable Instant expiresAt, Map<String, String> metadata) {
        text(account);
        number(amount);
        text(currency);
        time(expiresAt);
        metadata(metadata);
    }

    private void metadata(Map<String, String> metadata) {
        number(metadata.size());
        if (!metadata.isEmpty()) {
            new TreeMap<>(metadata).forEach((key, value) -> {
                text(key);
                text(value);
            });
        }
    }

    private void time(@Nullable Instant time) {
        flushUnlessRoomFor(1);
        if (time == null) {
            buffer.put(ABSENT);
        } else {
            buffer.put(PRESENT);
            number(time.getEpochSecond());
            number(time.getNano() / 1_000);
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        flushUnlessRoomFor(bytes.length);
        if (bytes.length > buffer.remaining()) {
            digest.update(bytes);
        } else {
            buffer.put(bytes);
        }
    }

    private void number(long value) {
        flushUnlessRoomFor(Long.BYTES);
        buffer.putLong(value);
    }

    private void flushUnlessRoomFor(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() {
        digest.update(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
