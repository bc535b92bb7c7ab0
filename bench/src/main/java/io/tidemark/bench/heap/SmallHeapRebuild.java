package io.tidemark.bench.heap;

import io.tidemark.bench.ledger.Ledger;

/** A process that rebuilds the lot cache once, and prints how long that took in seconds and its peak heap in MiB. */
public final class SmallHeapRebuild {

    /** What the line begins with. */
    static final String RESULT = "rebuilt ";

    private SmallHeapRebuild() {}

    /** Takes the database's URL and user; its password is in the environment. */
    public static void main(String[] arguments) throws InterruptedException {
        String password = System.getenv(SmallHeap.PASSWORD);
        try (Ledger ledger = Ledger.start(arguments[0], arguments[1], password == null ? "" : password)) {
            ledger.awaitProjections();
            HeapPeak peak = HeapPeak.fromNow();
            double seconds = ledger.rebuild("lots");
            System.out.println(RESULT + seconds + " " + peak.bytes() / (1024.0 * 1024.0));
        }
    }
}
