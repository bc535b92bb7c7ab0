package io.tidemark.server.cli;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that ask a running server. */
final class ClientOptions {

    private static final String DEFAULT_URL = "http://127.0.0.1:8080";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server to ask; else $TIDEMARK_URL, else " + DEFAULT_URL + ".")
    private @Nullable String url;

    @Option(names = "--json", description = "Print what the server answered, for programs.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** Whether the command line names a server. */
    boolean isUrlGiven() {
        return url != null;
    }

    /** Whether the command line or the environment names a server. */
    boolean isAnyServerNamed(Surroundings surroundings) {
        return url != null || surroundings.variable("TIDEMARK_URL") != null;
    }

    LedgerClient client(Surroundings surroundings) {
        return new LedgerClient(url(url, surroundings));
    }

    /** The address that was given, or the one that holds when none was. */
    static URI url(@Nullable String given, Surroundings surroundings) {
        String text = given != null ? given : surroundings.variable("TIDEMARK_URL");
        String address = text == null ? DEFAULT_URL : text;
        try {
            URI uri = URI.create(address);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw notAnAddress(address);
        }
        throw notAnAddress(address);
    }

    private static CommandException notAnAddress(String text) {
        return new CommandException(
                ExitCode.USAGE, "'" + text + "' is not an address of a server such as " + DEFAULT_URL);
    }
}
