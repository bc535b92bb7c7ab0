/**
 * The command line. Commands either start a server in this process, or talk HTTP to one; what they print is for people
 * unless {@code --json} is given, and what they return is for scripts.
 */
@NullMarked
package io.tidemark.server.cli;

import org.jspecify.annotations.NullMarked;
