/** The ledger's server as a process of its own, and load over HTTP. */
@NullMarked
package io.tidemark.bench.http;

import org.jspecify.annotations.NullMarked;
