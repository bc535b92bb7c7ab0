/** The journal as a whole: verified, written out, and made anew from what was written out. */
@NullMarked
package io.tidemark.config.journal;

import org.jspecify.annotations.NullMarked;
