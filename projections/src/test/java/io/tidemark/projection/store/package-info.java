/** Tests of the projection store, with a storage that can be held and failed. */
@NullMarked
package io.tidemark.projection.store;

import org.jspecify.annotations.NullMarked;
