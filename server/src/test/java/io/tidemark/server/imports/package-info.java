@NullMarked
package io.tidemark.server.imports;

import org.jspecify.annotations.NullMarked;
