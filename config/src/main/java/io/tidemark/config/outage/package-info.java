/** What counts as an outage: a failure that is nobody's fault and passes. */
@NullMarked
package io.tidemark.config.outage;

import org.jspecify.annotations.NullMarked;
