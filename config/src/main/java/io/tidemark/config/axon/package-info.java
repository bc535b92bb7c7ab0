/** The beans of Axon and of the ledger's parts. */
@NullMarked
package io.tidemark.config.axon;

import org.jspecify.annotations.NullMarked;
