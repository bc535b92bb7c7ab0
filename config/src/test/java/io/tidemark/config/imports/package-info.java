/** What is remembered for imports. */
@NullMarked
package io.tidemark.config.imports;

import org.jspecify.annotations.NullMarked;
