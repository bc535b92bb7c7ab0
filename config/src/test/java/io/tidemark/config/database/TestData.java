package io.tidemark.config.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Data directories for tests. */
final class TestData {

    private TestData() {}

    /**
     * A data directory that nobody has used, but with the programs unpacked already: they are the same for all tests,
     * and unpacking them takes longer than everything else.
     */
    static Path directory(Path parent) throws IOException {
        Path data = Files.createDirectories(parent.resolve("the data"));
        Files.createFile(data.resolve("tidemark.lock"));
        linkTree(Binaries.SHARED, data.resolve("binaries"));
        return data;
    }

    private static void linkTree(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Path link = to.resolve(from.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectory(link);
                } else if (Files.isSymbolicLink(path)) {
                    Files.createSymbolicLink(link, Files.readSymbolicLink(path));
                } else {
                    Files.createLink(link, path);
                }
            }
        }
    }

    private static final class Binaries {
        private static final Path SHARED = unpack();

        private static Path unpack() {
            try {
                Path binaries = Files.createTempDirectory("tidemark-test-binaries-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(binaries)));
                ServerBinaries.unpack(binaries);
                return binaries;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path binaries) {
            try {
                PrivateFiles.deleteTree(binaries);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
