/** The command side: a pure domain, and the Axon shell around it. */
@NullMarked
package io.tidemark.command;

import org.jspecify.annotations.NullMarked;
