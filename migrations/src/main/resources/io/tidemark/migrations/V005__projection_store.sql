-- The projection store: each projection has one generation of its tables that is live, and while it is rebuilt another
-- that is being built. A generation is a partition of each of the projection's tables, so a rebuild never touches the
-- rows that are being read, and its end is the change of two rows here.
create schema if not exists projection;

create table projection.generation (
    projection text    collate "C" not null,
    generation integer not null check (generation >= 1),
    version    integer not null,
    state      text    collate "C" not null check (state in ('building', 'live', 'retired')),
    watermark  bigint  not null default 0 check (watermark >= 0),
    epoch      bigint  not null default 0,
    write      bigint  not null default 0,
    metadata   jsonb   not null default '{}',
    primary key (projection, generation)
) with (fillfactor = 10);
create unique index generation_live on projection.generation (projection) where state = 'live';
create unique index generation_building on projection.generation (projection) where state = 'building';
comment on table projection.generation is 'watermark is the seq up to which the rows show the journal, and changes in the transaction that changes them. epoch is the number of the owner, who alone may write them; write is the number of the last write, by which it is known again when its outcome was not told. version is that of the code that folded the rows.';

-- The lot cache and the history of accounts. What was folded before is folded anew.
drop table lots.account, lots.lot, lots.movement, lots.message, lots.watermark;
delete from axon.token_entry where processor_name = 'lots';

-- Who ever had a lot of a currency. Listing balances walks this table, so its cost does not grow with drained lots.
create table lots.account_row (
    generation integer not null,
    currency   text collate "C" not null,
    account    text collate "C" not null
) partition by list (generation);

-- Lots stay when they are drained or expire. is_open is what the partial index asks for: an index on remaining itself
-- would make every drain rewrite the index, this one only the drain that empties the lot.
create table lots.lot_row (
    generation integer not null,
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
    constraint lot_remaining_range check (remaining >= 0 and remaining <= amount)
) partition by list (generation);

create view lots.account as
    select r.currency, r.account from lots.account_row r
    where r.generation = (select g.generation from projection.generation g
                          where g.projection = 'lots' and g.state = 'live');
create view lots.lot as
    select r.account, r.ref, r.lot_index, r.currency, r.amount, r.remaining, r.granted_at, r.expires_at, r.seq, r.is_open
    from lots.lot_row r
    where r.generation = (select g.generation from projection.generation g
                          where g.projection = 'lots' and g.state = 'live');
create view lots.watermark as
    select g.watermark as seq from projection.generation g where g.projection = 'lots' and g.state = 'live';
comment on view lots.lot is 'remaining is what no movement has drained yet. expires_at is exclusive, null for never. seq is that of the granting event.';

create schema if not exists history;

create table history.movement_row (
    generation     integer not null,
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
    metadata       jsonb
) partition by list (generation);

-- Notes on whole messages, for those which have any. A movement shows these, overlaid by its own.
create table history.message_row (
    generation integer not null,
    ref        text    collate "C" not null,
    metadata   jsonb   not null
) partition by list (generation);

create view history.movement as
    select r.account, r.ref, r.movement_index, r.currency, r.kind, r.amount, r.shortfall, r.counterparty, r.effective_at,
           r.recorded_at, r.seq, r.expires_at, r.metadata
    from history.movement_row r
    where r.generation = (select g.generation from projection.generation g
                          where g.projection = 'history' and g.state = 'live');
create view history.message as
    select r.ref, r.metadata from history.message_row r
    where r.generation = (select g.generation from projection.generation g
                          where g.projection = 'history' and g.state = 'live');
create view history.watermark as
    select g.watermark as seq from projection.generation g where g.projection = 'history' and g.state = 'live';
comment on view history.movement is 'One row a change of an account: a lot that came (amount > 0), or what went (amount <= 0; a spend that found nothing has 0). metadata holds the notes on the item, null for none.';

insert into axon.token_entry (processor_name, segment, token, token_type, timestamp, owner) values
    ('lots', 0, null, null, '1970-01-01T00:00:00.000Z', null),
    ('history', 0, null, null, '1970-01-01T00:00:00.000Z', null);
