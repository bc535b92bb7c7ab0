package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.database.Usage;
import io.tidemark.bench.load.Rate;
import io.tidemark.bench.load.Refs;
import io.tidemark.bench.raw.RawWriter;
import io.tidemark.bench.raw.RowSample;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import io.tidemark.migrations.TidemarkSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The limit: rows that the ledger wrote for the mix, inserted again into the same table by a writer that does nothing
 * else. 256 producers each wait for the rows of one command, one connection, a transaction a group.
 */
final class RawInsertCase implements Case {

    static final String NAME = "raw_insert";

    private static final int PRODUCERS = 256;
    private static final int MOST_SAMPLED_EVENTS = 40_000;
    private static final String ROW_COUNT = "select coalesce(max(seq), 0) from journal.event";

    private final Bench bench;
    private @Nullable RowSample sample;

    RawInsertCase(Bench bench) {
        this.bench = bench;
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure(NAME, "rows/s"));
    }

    @Override
    public void warmUp() throws Exception {
        measure(Round.discarded(), sample());
    }

    @Override
    public void run(Round round) throws Exception {
        measure(round, sample().again());
    }

    private void measure(Round round, RowSample rows) throws Exception {
        try (ScratchDatabase database = bench.postgres().emptyDatabase()) {
            PGSimpleDataSource dataSource = new PGSimpleDataSource();
            dataSource.setUrl(database.url());
            dataSource.setUser(database.user());
            dataSource.setPassword(database.password());
            TidemarkSchema.migrate(dataSource);
            bench.settle();
            try (RawWriter writer = new RawWriter(database, rows, PRODUCERS)) {
                Thread.sleep(bench.scale().warmUp());
                Usage.Start start = Usage.begin(database, ROW_COUNT);
                long before = writer.stored();
                round.record(NAME, Rate.of(writer::stored, bench.scale().measured(), Thread::sleep));
                start.end().note(round, NAME, "row", (double) writer.stored() - before);
            }
        }
    }

    private RowSample sample() throws Exception {
        RowSample taken = sample;
        if (taken == null) {
            int funding = bench.scale().accounts();
            int sampled = Math.min(MOST_SAMPLED_EVENTS, bench.scale().wholeJournal() / 8);
            ScratchDatabase journal = bench.mixJournal().withEvents(funding + sampled);
            taken = RowSample.read(journal, funding, sampled, new Refs(2));
            sample = taken;
        }
        return taken;
    }
}
