/** The rules of the house, checked on the compiled classes, the poms and the source tree. */
@NullMarked
package io.tidemark.config.architecture;

import org.jspecify.annotations.NullMarked;
