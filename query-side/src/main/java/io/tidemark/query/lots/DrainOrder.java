package io.tidemark.query.lots;

/** The order in which lots are listed: that in which a spend would drain them. */
public enum DrainOrder {
    /** Expiry ascending with never-expiring last, then as {@link #EMISSION_FIRST}. */
    EXPIRATION_FIRST("coalesce(o.expires_at, 9223372036854775807), o.granted_at, o.ref, o.lot_index"),
    /** When the lot began to count, then ref, then index. */
    EMISSION_FIRST("o.granted_at, o.ref, o.lot_index");

    private final String columns;

    DrainOrder(String columns) {
        this.columns = columns;
    }

    /** The sort key in SQL; together with the account it names one lot. */
    String columns() {
        return columns;
    }
}
