/** What was measured, as a table for people and as JSON. */
@NullMarked
package io.tidemark.bench.report;

import org.jspecify.annotations.NullMarked;
