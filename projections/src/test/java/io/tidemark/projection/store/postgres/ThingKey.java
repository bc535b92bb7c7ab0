package io.tidemark.projection.store.postgres;

/** What a thing is known by. */
record ThingKey(String id, int part) {}
