/** Tests of effects. */
@NullMarked
package io.tidemark.projection.effect;

import org.jspecify.annotations.NullMarked;
