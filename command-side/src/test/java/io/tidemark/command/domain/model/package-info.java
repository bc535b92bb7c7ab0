/** The movements' rules a second time, plain and slow, to compare the domain with. */
@NullMarked
package io.tidemark.command.domain.model;

import org.jspecify.annotations.NullMarked;
