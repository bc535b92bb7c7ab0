package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.heap.SmallHeap;
import io.tidemark.bench.ledger.JournalFill;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import io.tidemark.bench.run.Scale;
import java.util.List;

/**
 * A rebuild over the large journal in a process with a heap of {@value #HEAP_MEGABYTES} MiB: that it comes to its end, how
 * fast, and what the heap came to.
 */
final class SmallHeapCase implements Case {

    private static final String NAME = "rebuild_small_heap";
    private static final String PEAK = "rebuild_small_heap_peak";
    private static final int HEAP_MEGABYTES = 512;

    private final Bench bench;
    private final KeptDatabase filled = new KeptDatabase();

    SmallHeapCase(Bench bench) {
        this.bench = bench;
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure(NAME, "events/s"), new Figure(PEAK, "MiB"));
    }

    @Override
    public List<Figure> figuresAt(Scale scale) {
        return scale.quick() ? List.of() : figures();
    }

    /** A journal of its own: the lots that a rebuild makes would be in the way of others. */
    @Override
    public void warmUp() throws Exception {
        JournalFill.fill(filled.keep(bench.ledgerDatabase()), bench.scale().largeJournal());
    }

    @Override
    public void run(Round round) throws Exception {
        ScratchDatabase database = filled.get();
        bench.settle();
        SmallHeap rebuilt = SmallHeap.rebuild(database, HEAP_MEGABYTES);
        round.record(NAME, database.number(Ledger.EVENT_COUNT) / rebuilt.seconds());
        round.record(PEAK, rebuilt.peakMegabytes());
    }

    @Override
    public void close() {
        filled.close();
    }
}
