/** The lots of an account. */
@NullMarked
package io.tidemark.query.lots;

import org.jspecify.annotations.NullMarked;
