package io.tidemark.config.database;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's server programs, unpacked once from the class path into a folder named after the archive's content, so
 * that another version of Tidemark never runs a half replaced one. Only the holder of the data directory unpacks.
 */
final class ServerBinaries {

    private static final Logger LOG = LoggerFactory.getLogger(ServerBinaries.class);

    private ServerBinaries() {}

    /** The folder with {@code bin} and {@code lib}; unpacks it if it is not there. */
    static Path unpack(Path binaries) throws IOException {
        byte[] archive = readArchive();
        Path home = binaries.resolve(digest(archive).substring(0, 16));
        if (Files.notExists(home)) {
            LOG.info("unpacking PostgreSQL into {}", home);
            PrivateFiles.createDirectory(binaries);
            Path draft = Files.createTempDirectory(binaries, "unfinished-");
            extract(archive, draft);
            PrivateFiles.syncTree(draft);
            PrivateFiles.rename(draft, home);
        }
        return home;
    }

    /** Removes other versions and what a crash left behind. To be called when no server runs from them. */
    static void sweep(Path binaries, Path home) throws IOException {
        try (Stream<Path> children = Files.list(binaries)) {
            for (Path other : children.filter(child -> !child.equals(home)).toList()) {
                PrivateFiles.deleteTree(other);
            }
        }
    }

    private static byte[] readArchive() throws IOException {
        String system = system();
        String architecture = System.getProperty("os.arch");
        try (InputStream stream = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, architecture)) {
            return stream.readAllBytes();
        } catch (IllegalStateException e) {
            throw new EmbeddedDatabaseException(
                    "There is no PostgreSQL for this machine (" + system + ", " + architecture + ") on the class path."
                            + " Add the fitting artifact of the group io.zonky.test.postgres, or use a server of your"
                            + " own with tidemark.database.url.",
                    e);
        }
    }

    /** The operating system as the archives' names spell it. */
    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return "Windows";
        }
        return name.startsWith("mac") ? "Darwin" : "Linux";
    }

    private static String digest(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static void extract(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream entries =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive has a path outside itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    PrivateFiles.createDirectory(path);
                } else {
                    extractFile(entry, entries, path);
                }
            }
        }
    }

    private static void extractFile(TarArchiveEntry entry, InputStream content, Path path) throws IOException {
        Path directory = Objects.requireNonNull(path.getParent());
        PrivateFiles.createDirectory(directory);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            try (FileChannel channel = PrivateFiles.open(path);
                    OutputStream file = Channels.newOutputStream(channel)) {
                content.transferTo(file);
            }
            if (directory.endsWith("bin") && !path.toFile().setExecutable(true, true)) {
                throw new IOException("cannot make " + path + " executable");
            }
        } else {
            throw new IOException("the archive has an entry of an unknown kind: " + entry.getName());
        }
    }
}
