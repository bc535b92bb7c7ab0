/** Commands that move credit, and what they are answered with. */
@NullMarked
package io.tidemark.messages.command;

import org.jspecify.annotations.NullMarked;
