package io.tidemark.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the runnable jar of the server is. */
public final class ServerJar {

    private ServerJar() {}

    /**
     * The jar that a build of the project has made.
     *
     * @param project the project's folder
     */
    public static Optional<Path> builtIn(Path project) {
        Path target = project.resolve("server").resolve("target");
        if (Files.notExists(target)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("tidemark-server-.*-runnable\\.jar"))
                    .max(Path::compareTo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
