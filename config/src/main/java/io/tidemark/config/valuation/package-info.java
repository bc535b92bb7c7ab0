/** Where the prices come from that lots are valued by. */
@NullMarked
package io.tidemark.config.valuation;

import org.jspecify.annotations.NullMarked;
