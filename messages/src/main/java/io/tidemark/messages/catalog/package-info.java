/** Stable stored names of the events. */
@NullMarked
package io.tidemark.messages.catalog;

import org.jspecify.annotations.NullMarked;
