package io.tidemark.config.journal;

import io.tidemark.journal.JournalExport;
import io.tidemark.journal.JournalImport;
import io.tidemark.messages.query.JournalVerification;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/**
 * What is done with the whole of the journal at once. Each takes as long as the journal is long, and tells meanwhile how
 * many events it has done; what that throws ends it. Each keeps one connection. Safe to use from any thread.
 */
public interface JournalArchive {

    /** The last seq, 0 when the journal is empty. */
    long headSeq();

    /** Re-computes the hash chain over everything that is stored. */
    JournalVerification verify(LongConsumer progress);

    /**
     * Writes everything out.
     *
     * @throws IOException if {@code out} takes no more
     * @see JournalExport
     */
    JournalExport.Extent write(OutputStream out, LongConsumer progress) throws IOException;

    /**
     * Makes the journal, which must be empty, out of what was written.
     *
     * @throws IOException if {@code in} cannot be read; the journal is still empty
     * @see JournalImport
     */
    JournalImport.Outcome read(InputStream in, LongConsumer progress) throws IOException;
}
