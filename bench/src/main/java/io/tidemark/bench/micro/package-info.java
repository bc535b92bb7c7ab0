/** Micro benchmarks of the core, by JMH. */
@NullMarked
package io.tidemark.bench.micro;

import org.jspecify.annotations.NullMarked;
