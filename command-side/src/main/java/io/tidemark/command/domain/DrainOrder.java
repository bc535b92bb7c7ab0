package io.tidemark.command.domain;

import java.util.Comparator;

/** Which lot a movement takes first. A total order: ref and index make every lot of an account differ. */
public enum DrainOrder {
    /** The lot that lapses first: expiry ascending, never-expiring last, then as {@link #EMISSION_FIRST}. */
    EXPIRATION_FIRST,
    /** The lot that was granted first: granted-at, then ref by code point, then index. */
    EMISSION_FIRST;

    Comparator<Lot> comparator() {
        return this == EXPIRATION_FIRST ? DrainOrder::compareExpiration : DrainOrder::compareEmission;
    }

    private static int compareExpiration(Lot a, Lot b) {
        int byExpiry = Long.compare(a.expiresAtMicros(), b.expiresAtMicros());
        return byExpiry != 0 ? byExpiry : compareEmission(a, b);
    }

    private static int compareEmission(Lot a, Lot b) {
        int byTime = Long.compare(a.grantedAtMicros(), b.grantedAtMicros());
        if (byTime != 0) {
            return byTime;
        }
        int byRef = CodePoints.compare(a.ref(), b.ref());
        return byRef != 0 ? byRef : Integer.compare(a.index(), b.index());
    }
}
