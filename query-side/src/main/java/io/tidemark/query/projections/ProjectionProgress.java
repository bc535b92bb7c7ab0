package io.tidemark.query.projections;

import io.tidemark.query.sql.Reader;
import io.tidemark.query.sql.Sql;
import javax.sql.DataSource;

/** Reads how far projections have come behind the journal. Thread-safe. */
public class ProjectionProgress {

    private static final String PROGRESS = """
            select g.watermark as committed, h.seq as head
            from projection.generation g cross join journal.head h
            where g.projection = ? and g.state = 'live'
            """;

    private final Reader reader;

    /**
     * The progress in a database.
     *
     * @param dataSource the database with the projections and the journal
     */
    public ProjectionProgress(DataSource dataSource) {
        this.reader = new Reader(dataSource);
    }

    /**
     * How far a projection has come, in one snapshot.
     *
     * @param projection its name
     */
    public Progress of(String projection) {
        return reader.read(Sql.of(PROGRESS, projection), rows -> {
            if (!rows.next()) {
                throw new IllegalStateException(
                        "the watermark of '" + projection + "' or the head of the journal is missing");
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
