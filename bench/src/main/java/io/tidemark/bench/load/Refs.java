package io.tidemark.bench.load;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Refs that are never the same and in no order, as callers' idempotency keys are: an index on them is written to all
 * over. Thread-safe.
 */
public final class Refs {

    private final AtomicLong count = new AtomicLong();
    private final long salt;

    /** Refs of their own for each salt. */
    public Refs(int salt) {
        this.salt = (long) salt << 40;
    }

    /** A new one, 16 characters. */
    public String next() {
        return HexFormat.of().toHexDigits(mix(salt + count.getAndIncrement()));
    }

    /** One to one, so two counts never give one ref; the finalizer of MurmurHash3. */
    private static long mix(long count) {
        long value = count;
        value = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        value = (value ^ (value >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return value ^ (value >>> 33);
    }
}
