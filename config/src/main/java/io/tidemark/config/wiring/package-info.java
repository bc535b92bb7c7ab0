/** Refuses to start where Axon would silently lose events. */
@NullMarked
package io.tidemark.config.wiring;

import org.jspecify.annotations.NullMarked;
