package io.tidemark.server.imports;

/** Hears how an import goes on, from several threads. */
public interface ImportListener {

    /**
     * A line was refused.
     *
     * @param line its number, from 1
     * @param reason why
     */
    void refused(long line, RefusalReason reason);

    /**
     * More lines have been read.
     *
     * @param lines how many so far
     * @param bytes how many bytes they had
     */
    void progressed(long lines, long bytes);
}
