package io.tidemark.config.journal;

import io.tidemark.journal.JournalExport;
import io.tidemark.journal.JournalImport;
import io.tidemark.journal.JournalVerifier;
import io.tidemark.messages.query.JournalVerification;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/** The journal in a PostgreSQL. */
public final class PostgresJournalArchive implements JournalArchive {

    private final JournalVerifier verifier;
    private final JournalExport export;
    private final JournalImport entry;

    /** The journal in a database whose schema is up to date. */
    public PostgresJournalArchive(DataSource dataSource) {
        this.verifier = new JournalVerifier(dataSource);
        this.export = new JournalExport(dataSource);
        this.entry = new JournalImport(dataSource);
    }

    @Override
    public long headSeq() {
        return export.headSeq();
    }

    @Override
    public JournalVerification verify(LongConsumer progress) {
        JournalVerifier.Report report = verifier.verify(progress);
        return new JournalVerification(
                report.isOk(),
                report.checked(),
                report.firstBadSeq().isPresent() ? report.firstBadSeq().getAsLong() : null,
                report.finding());
    }

    @Override
    public JournalExport.Extent write(OutputStream out, LongConsumer progress) throws IOException {
        return export.write(out, progress);
    }

    @Override
    public JournalImport.Outcome read(InputStream in, LongConsumer progress) throws IOException {
        return entry.read(in, progress);
    }
}
