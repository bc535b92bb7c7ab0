/** How events and snapshots are stored: JSON under stable names. */
@NullMarked
package io.tidemark.config.serialization;

import org.jspecify.annotations.NullMarked;
