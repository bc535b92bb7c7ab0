-- What imports were refused. It belongs to the importer alone: no event, no projection and no other sender of messages
-- knows of it. It is no part of the books, and a row that is deleted only makes the next import ask the ledger again.
create schema if not exists imports;

create table imports.refusal (
    ref         text        collate "C" not null,
    fingerprint bytea       not null check (length(fingerprint) = 16),
    appearance  integer     not null check (appearance >= 1),
    type        text        collate "C" not null,
    detail      text        collate "C" not null,
    refused_at  timestamptz not null,
    constraint refusal_key primary key (ref, fingerprint, appearance)
);

comment on table imports.refusal is 'One row for each time that a message of an imported file was refused. appearance counts, from 1, how often the file had held the same message so far. A row whose ref is in the journal by now has no meaning any more.';
