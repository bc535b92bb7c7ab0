/** Tests of the projection store, with a storage that can be held and failed. */
@NullMarked
package io.tidemark.projection.rebuild;

import org.jspecify.annotations.NullMarked;
