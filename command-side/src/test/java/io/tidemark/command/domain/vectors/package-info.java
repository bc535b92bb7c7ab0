/** Runs the behaviour vectors of the reference implementation through the domain. */
@NullMarked
package io.tidemark.command.domain.vectors;

import org.jspecify.annotations.NullMarked;
