package io.tidemark.server.imports;

import java.io.InputStream;
import java.util.Objects;

/** The messages that come with the demo, as a sample of real-shaped ones. */
final class DemoMessages {

    static final String ISSUER = "treasury";

    private DemoMessages() {}

    static InputStream open() {
        return Objects.requireNonNull(DemoMessages.class.getResourceAsStream("/demo/messages.ndjson"));
    }
}
