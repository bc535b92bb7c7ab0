/**
 * The rules of the ledger: immutable state, pure decisions. Knows no framework, no database, no clock and no chance; a
 * decision gets all it needs as values and answers with a value.
 */
@NullMarked
package io.tidemark.command.domain;

import org.jspecify.annotations.NullMarked;
