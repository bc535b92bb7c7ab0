-- Answers of effects: what projections were told by the world outside, kept so that it is asked once. All generations of
-- all projections share them; a reset leaves them alone, and who empties the table has them asked for again.
create table projection.effect (
    effect    text    collate "C" not null,
    input_key text    collate "C" not null,
    input     text    collate "C" not null,
    version   integer not null check (version >= 1),
    output    text    collate "C" not null,
    seq       bigint  not null check (seq >= 0),
    primary key (effect, input_key)
);
comment on table projection.effect is 'input_key is = and the input, or # and the SHA-256 of a long one. version is that of the output. seq is that of the first event that asked, 0 while no row that depends on the answer is durable.';

-- What a lot was worth when it came, if lots are valued.
alter table lots.lot_row add column value bigint;
create or replace view lots.lot as
    select r.account, r.ref, r.lot_index, r.currency, r.amount, r.remaining, r.granted_at, r.expires_at, r.seq, r.is_open,
           r.value
    from lots.lot_row r
    where r.generation = (select g.generation from projection.generation g
                          where g.projection = 'lots' and g.state = 'live');
