/** JSON as the interface takes and gives it: strictly read, exactly written. */
@NullMarked
package io.tidemark.server.http.json;

import org.jspecify.annotations.NullMarked;
