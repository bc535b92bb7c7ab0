/** The movements of an account. */
@NullMarked
package io.tidemark.query.history;

import org.jspecify.annotations.NullMarked;
