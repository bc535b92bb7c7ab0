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
