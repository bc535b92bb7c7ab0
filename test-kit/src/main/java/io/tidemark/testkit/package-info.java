/** Tools for Tidemark's tests; never on a product class path. */
@NullMarked
package io.tidemark.testkit;

import org.jspecify.annotations.NullMarked;
