package io.tidemark.bench.cases;

import io.tidemark.bench.database.ScratchDatabase;
import io.tidemark.bench.database.Usage;
import io.tidemark.bench.http.HttpLedger;
import io.tidemark.bench.http.NdjsonLoad;
import io.tidemark.bench.ledger.Ledger;
import io.tidemark.bench.linux.CompilerTime;
import io.tidemark.bench.load.Mix;
import io.tidemark.bench.load.WarmUp;
import io.tidemark.bench.load.Workload;
import io.tidemark.bench.report.Figure;
import io.tidemark.bench.run.Case;
import io.tidemark.bench.run.Round;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of {@link BulkCase} as NDJSON over HTTP, counted in items: {@value #CONNECTIONS} connections to a server in
 * a process of its own, as it is started by its users. Beside it, messages of one item. The server stays between rounds,
 * for a fresh one would have to be warmed up each time.
 */
final class HttpCase implements Case {

    static final String NAME = "http_ndjson_movements";

    private static final int ITEMS = 100;
    private static final int CONNECTIONS = 8;

    /** Items of a request, whatever the size of its messages. */
    private static final int ITEMS_A_REQUEST = 1_000;

    private final Bench bench;
    private final Path serverJar;
    private final Mix mix;
    private final KeptDatabase database = new KeptDatabase();
    private @Nullable HttpLedger server;

    HttpCase(Bench bench, Path serverJar) {
        this.bench = bench;
        this.serverJar = serverJar;
        this.mix = bench.mix();
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure(NAME, "items/s"));
    }

    @Override
    public void warmUp() throws Exception {
        ScratchDatabase made = database.keep(bench.ledgerDatabase());
        bench.fundedLedger(made, mix).close();
        HttpLedger started = HttpLedger.start(serverJar, made);
        server = started;
        load(Round.discarded(), made, started, ITEMS, bench.scale().beforeFirst());
    }

    @Override
    public void run(Round round) throws Exception {
        HttpLedger started = server;
        if (started == null) {
            throw new IllegalStateException("the server is not there");
        }
        bench.settle();
        WarmUp warmUp = bench.scale().beforeEach();
        round.record(NAME, load(round, database.get(), started, ITEMS, warmUp));
        if (!bench.scale().quick()) {
            round.note(NAME, "items/s by one", load(Round.discarded(), database.get(), started, 1, warmUp));
        }
    }

    /** Items a second in messages of so many. */
    private double load(Round round, ScratchDatabase made, HttpLedger started, int items, WarmUp warmUp)
            throws SQLException, InterruptedException {
        Workload workload = mix.bulk(items);
        try (NdjsonLoad load = new NdjsonLoad(started.url(), CONNECTIONS, ITEMS_A_REQUEST / items, workload)) {
            warmUp.run(load::goOn, () -> CompilerTime.nanos() + started.compilerNanos());
            Usage.Start start = Usage.begin(made, Ledger.EVENT_COUNT);
            long before = load.applied();
            double serverMicros = started.cpuMicros();
            double perSecond = load.rate(bench.scale().measured());
            long applied = load.applied() - before;
            round.note(NAME, "us server/item", (started.cpuMicros() - serverMicros) / (applied * items));
            start.end().note(round, NAME, "item", (double) applied * items);
            return perSecond * items;
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        database.close();
    }
}
