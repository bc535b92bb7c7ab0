/** The server: HTTP API, command line and main class. */
@NullMarked
package io.tidemark.server;

import org.jspecify.annotations.NullMarked;
