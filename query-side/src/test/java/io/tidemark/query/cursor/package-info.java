/** Tests of cursors. */
@NullMarked
package io.tidemark.query.cursor;

import org.jspecify.annotations.NullMarked;
