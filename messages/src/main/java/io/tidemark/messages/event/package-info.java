/** What the journal stores: facts about accounts, one sealed family for the account stream. */
@NullMarked
package io.tidemark.messages.event;

import org.jspecify.annotations.NullMarked;
