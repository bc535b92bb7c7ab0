-- Where Axon's event processors stand: the table of its JDBC token store.
create schema if not exists axon;

create table axon.token_entry (
    processor_name text    collate "C" not null,
    segment        integer not null,
    token          bytea,
    token_type     text    collate "C",
    timestamp      text    collate "C" not null,
    owner          text    collate "C",
    primary key (processor_name, segment)
);

-- Nodes that start at once on an empty table race for these rows, and Axon lets the losers fail. The first names this
-- store; its token is JSON, so tokens need a JSON serializer. The second is the lot cache's one segment with no token
-- yet: it begins at the tail of the journal. The time is that of a claim long lapsed.
insert into axon.token_entry (processor_name, segment, token, token_type, timestamp, owner) values
    ('__config', 0, convert_to(jsonb_build_object('config', jsonb_build_object('id', gen_random_uuid()))::text, 'UTF8'),
     'org.axonframework.eventhandling.tokenstore.ConfigToken', '1970-01-01T00:00:00.000Z', null),
    ('lots', 0, null, null, '1970-01-01T00:00:00.000Z', null);
