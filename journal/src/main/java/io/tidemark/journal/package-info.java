/**
 * The journal: Axon's event storage on PostgreSQL, with one gapless sequence in commit order. Many appends are committed
 * as one group; a conflict fails the append that has it, never its group.
 */
@NullMarked
package io.tidemark.journal;

import org.jspecify.annotations.NullMarked;
