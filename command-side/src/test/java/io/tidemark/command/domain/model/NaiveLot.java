package io.tidemark.command.domain.model;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A lot of the naive model. */
record NaiveLot(
        String account,
        String currency,
        String ref,
        int index,
        Instant grantedAt,
        @Nullable Instant expiresAt,
        BigInteger remaining) {

    static final Comparator<NaiveLot> OLDEST_GRANT_FIRST = Comparator.comparing(NaiveLot::grantedAt)
            .thenComparing(lot -> lot.ref().codePoints().toArray(), Arrays::compare)
            .thenComparingInt(NaiveLot::index);

    static final Comparator<NaiveLot> SOONEST_EXPIRY_FIRST = Comparator.comparing(
                    (NaiveLot lot) -> lot.expiresAt() == null ? Instant.MAX : lot.expiresAt())
            .thenComparing(OLDEST_GRANT_FIRST);

    boolean isOf(String owner, String unit) {
        return account.equals(owner) && currency.equals(unit);
    }

    boolean isValidAt(Instant t) {
        return !grantedAt.isAfter(t) && (expiresAt == null || expiresAt.isAfter(t));
    }

    boolean isKeyed(String owner, String message, int position) {
        return account.equals(owner) && ref.equals(message) && index == position;
    }

    NaiveLot less(BigInteger taken) {
        return new NaiveLot(account, currency, ref, index, grantedAt, expiresAt, remaining.subtract(taken));
    }
}
