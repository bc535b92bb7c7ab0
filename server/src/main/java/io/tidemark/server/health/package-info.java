/** Whether the server does what it is there for, as {@code /actuator/health} tells it. */
@NullMarked
package io.tidemark.server.health;

import org.jspecify.annotations.NullMarked;
