/** What credit is worth in another currency: prices, which an effect asks for, and their use. */
@NullMarked
package io.tidemark.projection.valuation;

import org.jspecify.annotations.NullMarked;
