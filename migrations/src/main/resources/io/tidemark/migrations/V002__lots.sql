-- The lot cache: what each account has, and how it came to it. Everything here is folded from the journal and can be
-- emptied and folded again. Text sorts by Unicode code point everywhere, so "C". Times are microseconds since 1970.
create schema if not exists lots;

-- Who ever had a lot of a currency. Listing balances walks this table, so its cost does not grow with drained lots.
create table lots.account (
    currency text collate "C" not null,
    account  text collate "C" not null,
    primary key (currency, account)
);

-- Lots stay when they are drained or expire. is_open is what the partial index asks for: an index on remaining itself
-- would make every drain rewrite the index, this one only the drain that empties the lot.
create table lots.lot (
    account    text    collate "C" not null,
    ref        text    collate "C" not null,
    lot_index  integer not null check (lot_index >= 0),
    currency   text    collate "C" not null,
    amount     bigint  not null check (amount >= 1),
    remaining  bigint  not null,
    granted_at bigint  not null,
    expires_at bigint,
    seq        bigint  not null,
    is_open    boolean not null generated always as (remaining > 0) stored,
    primary key (account, ref, lot_index),
    constraint lot_remaining_range check (remaining >= 0 and remaining <= amount)
) with (fillfactor = 85);
comment on table lots.lot is 'remaining is what no movement has drained yet. expires_at is exclusive, null for never. seq is that of the granting event.';

-- Drain order with the expiry first; never-expiring lots sort last as the greatest bigint. Lots that are equal in all of
-- it are few (they come from one message), so the rest of the order, ref and lot_index, is left to a sort of those.
create index lot_drain_order on lots.lot (account, currency, coalesce(expires_at, 9223372036854775807), granted_at);
create index lot_open on lots.lot (account, currency, coalesce(expires_at, 9223372036854775807), granted_at)
    where is_open;

create table lots.movement (
    account        text    collate "C" not null,
    ref            text    collate "C" not null,
    movement_index integer not null check (movement_index >= 0),
    currency       text    collate "C" not null,
    kind           text    collate "C" not null check (kind in ('grant', 'spend', 'transfer')),
    amount         bigint  not null,
    shortfall      bigint  not null check (shortfall >= 0),
    counterparty   text    collate "C",
    effective_at   bigint  not null,
    recorded_at    bigint  not null,
    seq            bigint  not null,
    expires_at     bigint,
    metadata       jsonb,
    primary key (account, ref, movement_index)
);
create index movement_history on lots.movement (account, effective_at, seq, movement_index);
comment on table lots.movement is 'One row a change of an account: a lot that came (amount > 0), or what went (amount <= 0; a spend that found nothing has 0). metadata holds the notes on the item, null for none.';

-- Notes on whole messages, for those which have any. A movement shows these, overlaid by its own.
create table lots.message (
    ref      text  collate "C" primary key,
    metadata jsonb not null
);

-- The seq up to which the tables above show the journal; changes in the transaction that changes them.
create table lots.watermark (
    id  boolean primary key default true check (id),
    seq bigint  not null check (seq >= 0)
) with (fillfactor = 10);
insert into lots.watermark (seq) values (0);
