/** How Axon's event processors feed projection stores: events, tokens, claims and resets. */
@NullMarked
package io.tidemark.projection.live;

import org.jspecify.annotations.NullMarked;
