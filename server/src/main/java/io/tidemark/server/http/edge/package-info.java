/** What holds for every request: limits, media types, paths, headers, and problems outside the dispatcher. */
@NullMarked
package io.tidemark.server.http.edge;

import org.jspecify.annotations.NullMarked;
