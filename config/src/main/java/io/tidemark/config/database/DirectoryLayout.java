package io.tidemark.config.database;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where things are in a data directory.
 *
 * @param root the data directory itself, absolute
 */
record DirectoryLayout(Path root) {

    /** Symbolic links are followed as far as the directory exists, so that two names of one directory are one layout. */
    static DirectoryLayout of(Path dataDirectory) {
        Path absolute = dataDirectory.toAbsolutePath().normalize();
        try {
            return new DirectoryLayout(absolute.toRealPath());
        } catch (IOException e) {
            return new DirectoryLayout(absolute);
        }
    }

    /** The PostgreSQL cluster: the ledger itself. */
    Path cluster() {
        return root.resolve("postgres");
    }

    /** The unpacked server programs; can be made again at any time. */
    Path binaries() {
        return root.resolve("binaries");
    }

    /** What PostgreSQL logs, a file for each weekday. */
    Path logs() {
        return root.resolve("log");
    }

    /** The password of the application's role. */
    Path password() {
        return root.resolve("password");
    }

    /** The password of PostgreSQL's superuser, for the operator; the application never uses it. */
    Path superuserPassword() {
        return root.resolve("superuser-password");
    }

    /** Locked by the process that has the directory, for as long as it lives; empty, and never deleted. */
    Path lock() {
        return root.resolve("tidemark.lock");
    }

    /** Says who has the directory; means something only while the lock is held. */
    Path runningServer() {
        return root.resolve("tidemark.running");
    }
}
