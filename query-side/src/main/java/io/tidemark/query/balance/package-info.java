/** Balances of one account and of all. */
@NullMarked
package io.tidemark.query.balance;

import org.jspecify.annotations.NullMarked;
