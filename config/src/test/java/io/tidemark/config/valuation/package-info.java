/** Tests of where prices come from. */
@NullMarked
package io.tidemark.config.valuation;

import org.jspecify.annotations.NullMarked;
