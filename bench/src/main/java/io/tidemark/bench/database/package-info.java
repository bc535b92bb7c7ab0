/** A PostgreSQL of the benchmark's own, and what it costs. */
@NullMarked
package io.tidemark.bench.database;

import org.jspecify.annotations.NullMarked;
