package io.tidemark.projection.lots;

/** The statements of {@link JdbcLotStore}: a handful a batch, however many rows it has. */
final class LotSql {

    /**
     * Locks the watermark to the end of the transaction, so that two writers come one after the other. Plans are made
     * anew each time, because a plan that was cached while a rebuilt table was still small would scan it when it is big.
     */
    static final String LOCK_WATERMARK = """
            select w.seq, set_config('plan_cache_mode', 'force_custom_plan', true)
            from lots.watermark w
            for update of w
            """;

    static final String MOVE_WATERMARK = "update lots.watermark set seq = ?";

    static final String INSERT_LOTS = """
            insert into lots.lot (account, ref, lot_index, currency, amount, remaining, granted_at, expires_at, seq)
            select n.account, n.ref, n.lot_index, n.currency, n.amount, n.remaining, n.granted_at, n.expires_at, n.seq
            from unnest(?::text[], ?::text[], ?::integer[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                        ?::bigint[], ?::bigint[])
                as n (account, ref, lot_index, currency, amount, remaining, granted_at, expires_at, seq)
            """;

    static final String INSERT_ACCOUNTS = """
            insert into lots.account (currency, account)
            select n.currency, n.account
            from unnest(?::text[], ?::text[]) as n (currency, account)
            on conflict (currency, account) do nothing
            """;

    static final String DRAIN_LOTS = """
            update lots.lot l
            set remaining = l.remaining - d.amount
            from unnest(?::text[], ?::text[], ?::integer[], ?::text[], ?::bigint[])
                as d (account, ref, lot_index, currency, amount)
            where l.account = d.account and l.ref = d.ref and l.lot_index = d.lot_index and l.currency = d.currency
            """;

    static final String INSERT_MOVEMENTS = """
            insert into lots.movement (account, ref, movement_index, currency, kind, amount, shortfall, counterparty,
                                       effective_at, recorded_at, seq, expires_at, metadata)
            select n.account, n.ref, n.movement_index, n.currency, n.kind, n.amount, n.shortfall, n.counterparty,
                   n.effective_at, n.recorded_at, n.seq, n.expires_at, n.metadata::jsonb
            from unnest(?::text[], ?::text[], ?::integer[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[],
                        ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[])
                as n (account, ref, movement_index, currency, kind, amount, shortfall, counterparty,
                      effective_at, recorded_at, seq, expires_at, metadata)
            """;

    static final String INSERT_MESSAGES = """
            insert into lots.message (ref, metadata)
            select n.ref, n.metadata::jsonb
            from unnest(?::text[], ?::text[]) as n (ref, metadata)
            """;

    /** One statement, so that the seq and the lots are of one snapshot. */
    static final String BALANCES = """
            select w.seq, h.account, h.currency, l.expires_at, l.amount
            from lots.watermark w
            cross join unnest(?::text[], ?::text[]) as h (account, currency)
            left join lateral (
                select o.expires_at, sum(o.remaining) as amount
                from lots.lot o
                where o.account = h.account and o.currency = h.currency and o.is_open
                  and o.granted_at <= ? and coalesce(o.expires_at, 9223372036854775807) > ?
                group by o.expires_at
            ) l on true
            order by h.account, h.currency, l.expires_at nulls first
            """;

    /** Takes the tables in the order in which readers do, so that neither waits for the other in a ring. */
    static final String EMPTY_TABLES = "truncate lots.account, lots.lot, lots.movement, lots.message";

    private LotSql() {}
}
