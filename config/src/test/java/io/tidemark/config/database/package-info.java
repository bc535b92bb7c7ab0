/** Tests of the embedded PostgreSQL and of the durability check. */
@NullMarked
package io.tidemark.config.database;

import org.jspecify.annotations.NullMarked;
