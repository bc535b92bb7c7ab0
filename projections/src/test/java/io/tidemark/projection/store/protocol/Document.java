package io.tidemark.projection.store.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page on the protocol, which has to show what is found here. */
final class Document {

    private static final Path PAGE = Path.of("..", "docs", "projections", "flush-protocol.md");

    private Document() {}

    static void shows(String what, Object text) {
        assertThat(page()).as("%s shows %s", PAGE, what).contains(text.toString());
    }

    private static String page() {
        try {
            return Files.readString(PAGE).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
