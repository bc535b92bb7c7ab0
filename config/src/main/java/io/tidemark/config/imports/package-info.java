/** What a ledger remembers for those who import files into it: which messages it has refused them. */
@NullMarked
package io.tidemark.config.imports;

import org.jspecify.annotations.NullMarked;
