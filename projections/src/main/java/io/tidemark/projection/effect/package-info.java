/**
 * Effects: calls of projections to the world outside, whose results are kept. A projection that is folded again asks for
 * the same results and gets them without a call.
 */
@NullMarked
package io.tidemark.projection.effect;

import org.jspecify.annotations.NullMarked;
