-- The journal: one append-only sequence of events. Text sorts by Unicode code point everywhere, so "C".
create schema if not exists journal;

create table journal.event (
    seq          bigint primary key,
    stream_id    text   collate "C" not null,
    stream_seq   bigint not null check (stream_seq >= 0),
    stream_type  text   collate "C",
    event_id     text   collate "C" not null,
    event_type   text   collate "C" not null,
    revision     text   collate "C",
    recorded_at  bigint not null,
    payload      bytea  not null,
    metadata     bytea,
    ref          text   collate "C",
    fingerprint  bytea,
    message_size integer check (message_size >= 1),
    checksum     integer not null,
    constraint event_stream_key unique (stream_id, stream_seq),
    constraint event_ref_is_whole check ((ref is null) = (fingerprint is null) and (ref is null) = (message_size is null))
);
create unique index event_ref_key on journal.event (ref) where ref is not null;
create index event_recorded_at on journal.event using brin (recorded_at);

comment on table journal.event is 'Append-only. recorded_at is in microseconds since 1970, never falls with seq. ref, fingerprint and message_size stand on the first event of a message alone; the message is the events seq .. seq + message_size - 1. checksum is CRC-32C over the row: it tells which row of a group is damaged, the hash of the group that one is.';

-- One row a group of events that was committed together; its hash chains to the group before it.
create table journal.batch (
    seq_to   bigint primary key,
    seq_from bigint not null check (seq_from >= 1 and seq_from <= seq_to),
    hash     bytea  not null check (length(hash) = 32)
);

-- The end of the journal, and the lock that makes commit order and seq order one: every append updates this row first.
create table journal.head (
    id          boolean primary key default true check (id),
    seq         bigint  not null,
    hash        bytea   not null check (length(hash) = 32),
    recorded_at bigint  not null,
    epoch       bigint  not null
) with (fillfactor = 10);
insert into journal.head (seq, hash, recorded_at, epoch) values (0, decode(repeat('00', 32), 'hex'), 0, 0);

-- Saved states of streams. They change the cost of loading one, never the meaning, so they may be deleted.
create table journal.snapshot (
    stream_id   text   collate "C" primary key,
    stream_seq  bigint not null,
    stream_type text   collate "C" not null,
    event_id    text   collate "C" not null,
    event_type  text   collate "C" not null,
    revision    text   collate "C",
    recorded_at bigint not null,
    payload     bytea  not null,
    metadata    bytea
);

create function journal.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is append-only: % on %.% is refused', tg_op, tg_table_schema, tg_table_name
        using errcode = 'restrict_violation';
end
$$;
create trigger append_only before update or delete or truncate on journal.event
    for each statement execute function journal.refuse_change();
create trigger append_only before update or delete or truncate on journal.batch
    for each statement execute function journal.refuse_change();
create trigger one_row before insert or delete or truncate on journal.head
    for each statement execute function journal.refuse_change();

create view journal.readable_event as
    select seq, stream_id, stream_seq, event_type, revision,
           timestamptz 'epoch' + recorded_at * interval '1 microsecond' as recorded_at,
           ref, convert_from(payload, 'UTF8')::jsonb as payload
    from journal.event;
comment on view journal.readable_event is 'The journal for people at a prompt. PostgreSQL cannot show a payload with a NUL as jsonb; the ledger refuses those.';
