/** The database schema, as Flyway scripts on the class path, and the one call that applies it. */
@NullMarked
package io.tidemark.migrations;

import org.jspecify.annotations.NullMarked;
