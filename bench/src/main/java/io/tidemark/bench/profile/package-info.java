/** Where the time of the write path goes. */
@NullMarked
package io.tidemark.bench.profile;

import org.jspecify.annotations.NullMarked;
