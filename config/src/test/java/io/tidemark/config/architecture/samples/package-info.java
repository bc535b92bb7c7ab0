/** Classes that break the rules, one for each: they show that the rules can fail. Nothing else may use them. */
@NullMarked
package io.tidemark.config.architecture.samples;

import org.jspecify.annotations.NullMarked;
