/** The history of accounts: one row for each change of one, as it was recorded. */
@NullMarked
package io.tidemark.projection.history;

import org.jspecify.annotations.NullMarked;
