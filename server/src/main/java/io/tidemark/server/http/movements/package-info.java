/** Grants, spends and transfers, alone and as a stream of messages. */
@NullMarked
package io.tidemark.server.http.movements;

import org.jspecify.annotations.NullMarked;
