package io.tidemark.config.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The project's files as they lie on the disk. */
final class SourceTree {

    /** The project's folder. */
    static final Path ROOT = root();

    private static final Set<String> GENERATED = Set.of("target", ".git", "data", ".idea", ".vscode", "node_modules");
    private static final Set<String> TEXT = Set.of(
            "java", "sql", "xml", "yaml", "yml", "md", "sh", "properties", "js", "css", "html", "run", "tidemark");

    private SourceTree() {}

    /**
     * One file.
     *
     * @param path relative to the project's folder, with slashes
     * @param lines its text
     */
    record TextFile(String path, List<String> lines) {

        String extension() {
            return extensionOf(path);
        }

        boolean isMainJava() {
            return extension().equals("java") && path.contains("/src/main/");
        }
    }

    /** All text files that people write. */
    static List<TextFile> textFiles() {
        List<TextFile> files = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return GENERATED.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String path = ROOT.relativize(file).toString().replace('\\', '/');
                    if (attributes.isRegularFile() && TEXT.contains(extensionOf(path))) {
                        files.add(new TextFile(path, Files.readAllLines(file, StandardCharsets.UTF_8)));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** What follows the last dot, or the whole name. */
    private static String extensionOf(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve(".mvn"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("the test does not run inside the project");
            }
            folder = parent;
        }
        return folder;
    }
}
