/** Tests of the lot cache. */
@NullMarked
package io.tidemark.projection.lots;

import org.jspecify.annotations.NullMarked;
