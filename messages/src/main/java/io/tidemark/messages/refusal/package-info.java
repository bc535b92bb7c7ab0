/** Expected answers of "no": values with a stable problem type, never exceptions. */
@NullMarked
package io.tidemark.messages.refusal;

import org.jspecify.annotations.NullMarked;
