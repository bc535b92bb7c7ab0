/** What Tidemark's parts say to each other: commands, events, queries and their results, as plain records. */
@NullMarked
package io.tidemark.messages;

import org.jspecify.annotations.NullMarked;
