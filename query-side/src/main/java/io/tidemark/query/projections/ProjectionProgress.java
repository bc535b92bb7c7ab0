package io.tidemark.query.projections;

import io.tidemark.query.sql.Reader;
import io.tidemark.query.sql.Sql;
import javax.sql.DataSource;

/** Reads how far the lot cache has come behind the journal. Thread-safe. */
public class ProjectionProgress {

    private static final Sql LOTS =
            Sql.of("select w.seq as committed, h.seq as head from lots.watermark w cross join journal.head h");

    private final Reader reader;

    /**
     * The progress in a database.
     *
     * @param dataSource the database with the lot cache and the journal
     */
    public ProjectionProgress(DataSource dataSource) {
        this.reader = new Reader(dataSource);
    }

    /** How far the lot cache has come, in one snapshot. */
    public Progress lots() {
        return reader.read(LOTS, rows -> {
            if (!rows.next()) {
                throw new IllegalStateException("the watermark of the lot cache or the head of the journal is missing");
            }
            return new Progress(rows.getLong("committed"), rows.getLong("head"));
        });
    }

    /**
     * Where a projection stands.
     *
     * @param committedSeq the seq that its committed rows show, 0 for none
     * @param headSeq the last seq of the journal, 0 when empty
     */
    public record Progress(long committedSeq, long headSeq) {}
}
