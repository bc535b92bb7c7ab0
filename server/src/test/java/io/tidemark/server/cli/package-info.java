@NullMarked
package io.tidemark.server.cli;

import org.jspecify.annotations.NullMarked;
