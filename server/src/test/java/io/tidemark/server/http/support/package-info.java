/** A real server for the tests, with buses whose answers the tests script. */
@NullMarked
package io.tidemark.server.http.support;

import org.jspecify.annotations.NullMarked;
