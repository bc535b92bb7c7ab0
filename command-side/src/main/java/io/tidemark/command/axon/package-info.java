/** The Axon shell around the domain: loads accounts, asks for a decision, applies its events. No rule lives here. */
@NullMarked
package io.tidemark.command.axon;

import org.jspecify.annotations.NullMarked;
