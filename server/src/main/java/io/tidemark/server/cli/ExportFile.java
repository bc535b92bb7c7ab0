package io.tidemark.server.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an export goes. A file has its name only once all of it is on disk, and only its owner may read it; whatever was
 * there before stays. For one thread.
 */
final class ExportFile implements AutoCloseable {

    private final OutputStream out;
    private final @Nullable Path draft;
    private final @Nullable Path file;

    private ExportFile(OutputStream out, @Nullable Path draft, @Nullable Path file) {
        this.out = out;
        this.draft = draft;
        this.file = file;
    }

    /**
     * Opens it.
     *
     * @param name of a file, or {@code -} for standard output; a pipe or a device is written to as it is
     * @throws CommandException if there is a file of that name, or none can be made
     */
    static ExportFile open(String name, Terminal terminal) throws IOException {
        if (name.equals("-")) {
            return new ExportFile(terminal.bytes(), null, null);
        }
        Path file = Path.of(name).toAbsolutePath();
        if (Files.isRegularFile(file) || Files.isDirectory(file)) {
            throw isThere(name);
        }
        if (Files.exists(file)) {
            return new ExportFile(Files.newOutputStream(file), null, null);
        }
        Path directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new CommandException(ExitCode.USAGE, "there is no directory for '" + name + "'");
        }
        Path draft = Files.createTempFile(directory, file.getFileName() + ".", ".part");
        draft.toFile().deleteOnExit();
        return new ExportFile(new FileOutputStream(draft.toFile()), draft, file);
    }

    OutputStream out() {
        return out;
    }

    /** Gives the file its name. */
    void keep() throws IOException {
        out.flush();
        if (draft == null || file == null) {
            return;
        }
        if (out instanceof FileOutputStream written) {
            written.getFD().sync();
        }
        out.close();
        try {
            // Unlike a move that is atomic, this replaces nothing that came there meanwhile.
            Files.move(draft, file);
        } catch (FileAlreadyExistsException e) {
            throw isThere(file.toString());
        }
    }

    /** Takes away what was not kept. */
    @Override
    public void close() throws IOException {
        if (draft != null) {
            out.close();
            Files.deleteIfExists(draft);
        }
    }

    private static CommandException isThere(String name) {
        return new CommandException(ExitCode.USAGE, "'" + name + "' is there already, and is not overwritten");
    }
}
