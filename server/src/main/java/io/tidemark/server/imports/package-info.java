/**
 * Imports: reading messages line by line, mapping them to commands, and sending them to a ledger in the order of the
 * file.
 */
@NullMarked
package io.tidemark.server.imports;

import org.jspecify.annotations.NullMarked;
