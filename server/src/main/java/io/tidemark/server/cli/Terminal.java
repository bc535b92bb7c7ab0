package io.tidemark.server.cli;

import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes. Results go to {@code out}, everything else to {@code err}.
 *
 * @param in standard input
 * @param out standard output
 * @param bytes standard output too, for a command that writes a file to it and nothing else; says when nobody reads it
 * @param err standard error
 * @param interactive whether {@code err} is a terminal, whose last line can be written anew
 * @param columns width of that terminal
 * @param program how the user called the program, for examples to type
 */
public record Terminal(
        InputStream in,
        PrintWriter out,
        OutputStream bytes,
        PrintWriter err,
        boolean interactive,
        int columns,
        String program) {

    private static final int USUAL_COLUMNS = 80;

    /**
     * The process's own terminal. What Java cannot find out by itself the start script says in the system properties
     * {@code tidemark.terminal}, {@code tidemark.columns} and {@code tidemark.program}.
     */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                new PrintWriter(System.out, true, System.out.charset()),
                new FileOutputStream(FileDescriptor.out),
                new PrintWriter(System.err, true, System.err.charset()),
                Boolean.getBoolean("tidemark.terminal"),
                Math.max(40, Integer.getInteger("tidemark.columns", USUAL_COLUMNS)),
                System.getProperty("tidemark.program", "tidemark"));
    }

    /** A terminal of tests: nothing to read, not interactive. */
    static Terminal of(String input, PrintWriter out, PrintWriter err) {
        return of(input, out, OutputStream.nullOutputStream(), err);
    }

    /** A terminal of tests that keep the bytes too. */
    static Terminal of(String input, PrintWriter out, OutputStream bytes, PrintWriter err) {
        return new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                bytes,
                err,
                false,
                USUAL_COLUMNS,
                "tidemark");
    }
}
