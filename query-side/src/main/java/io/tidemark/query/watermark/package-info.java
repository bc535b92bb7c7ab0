/** Waiting until a projection has committed a seq. */
@NullMarked
package io.tidemark.query.watermark;

import org.jspecify.annotations.NullMarked;
