/** Problem documents (RFC 9457): one type for everything that can go wrong, and how each is told. */
@NullMarked
package io.tidemark.server.http.problem;

import org.jspecify.annotations.NullMarked;
