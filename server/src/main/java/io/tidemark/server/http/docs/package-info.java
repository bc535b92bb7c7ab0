/** The OpenAPI document and the page to try it on. */
@NullMarked
package io.tidemark.server.http.docs;

import org.jspecify.annotations.NullMarked;
