/** Running one SQL statement: every answer is one, so its rows and its seq are of one snapshot. */
@NullMarked
package io.tidemark.query.sql;

import org.jspecify.annotations.NullMarked;
