/**
 * The database under the ledger: the PostgreSQL that Tidemark brings and supervises itself, and the check that refuses
 * weak durability settings of any other.
 */
@NullMarked
package io.tidemark.config.database;

import org.jspecify.annotations.NullMarked;
