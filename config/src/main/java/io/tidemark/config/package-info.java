/** Wires Tidemark with Axon and Spring Boot. A user's application depends on this module alone. */
@NullMarked
package io.tidemark.config;

import org.jspecify.annotations.NullMarked;
