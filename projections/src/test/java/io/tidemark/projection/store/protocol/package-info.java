/**
 * An explicit-state check of how a store's changes become durable: models of the protocol, all of whose interleavings are
 * explored within small bounds. See {@code docs/projections/flush-protocol.md}.
 */
@NullMarked
package io.tidemark.projection.store.protocol;

import org.jspecify.annotations.NullMarked;
