/** An application for work on whole journals. */
@NullMarked
package io.tidemark.config.archive;

import org.jspecify.annotations.NullMarked;
