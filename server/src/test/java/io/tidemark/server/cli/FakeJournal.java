package io.tidemark.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.config.journal.JournalArchive;
import io.tidemark.journal.JournalExport;
import io.tidemark.journal.JournalImport;
import io.tidemark.messages.query.JournalVerification;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A journal of seven events whose file is one word, and that answers what a test tells it to. */
final class FakeJournal implements JournalArchive {

    JournalVerification found = new JournalVerification(true, 7, null, null);
    JournalImport.Outcome outcome = new JournalImport.Outcome.Imported(7, "ab");

    @Nullable
    IOException failure;

    String read = "";

    @Override
    public long headSeq() {
        return 7;
    }

    @Override
    public JournalVerification verify(LongConsumer progress) {
        progress.accept(7);
        return found;
    }

    @Override
    public JournalExport.Extent write(OutputStream out, LongConsumer progress) throws IOException {
        out.write("journal\n".getBytes(UTF_8));
        if (failure != null) {
            throw failure;
        }
        return new JournalExport.Extent(7, 7, "ab");
    }

    @Override
    public JournalImport.Outcome read(InputStream in, LongConsumer progress) throws IOException {
        read = new String(in.readAllBytes(), UTF_8);
        return outcome;
    }
}
