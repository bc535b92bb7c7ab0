package io.tidemark.server.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where a server listens. */
final class ListenOptions {

    private static final int MOST_PORT = 65_535;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on, 127.0.0.1 unless told otherwise."
                    + " There is no authentication yet: whoever reaches the server can create and spend credit.")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port to listen on, 8080 unless told otherwise; 0 for any.")
    private @Nullable Integer port;

    List<String> settings() {
        List<String> settings = new ArrayList<>();
        if (host != null) {
            settings.add("--server.address=" + host);
        }
        if (port != null) {
            if (port < 0 || port > MOST_PORT) {
                throw new CommandException(ExitCode.USAGE, "ports are from 0 to " + MOST_PORT + ", and not " + port);
            }
            settings.add("--server.port=" + port);
        }
        return settings;
    }
}
