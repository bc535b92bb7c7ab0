/** The HTTP interface: JSON in, Axon messages through, JSON out. It decides nothing that the ledger decides. */
@NullMarked
package io.tidemark.server.http;

import org.jspecify.annotations.NullMarked;
