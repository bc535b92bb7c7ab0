package io.tidemark.bench.heap;

import io.tidemark.bench.ledger.Ledger;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/** A process that rebuilds the lot cache once, and prints how long that took in seconds and its peak heap in MiB. */
public final class SmallHeapRebuild {

    /** What the line begins with. */
    static final String RESULT = "rebuilt ";

    private static final int SAMPLE_MILLIS = 20;

    private SmallHeapRebuild() {}

    /** Takes the database's URL and user; its password is in the environment. */
    public static void main(String[] arguments) throws InterruptedException {
        String password = System.getenv(SmallHeap.PASSWORD);
        try (Ledger ledger = Ledger.start(arguments[0], arguments[1], password == null ? "" : password)) {
            ledger.awaitProjections();
            Thread sampler = Thread.ofPlatform().daemon().start(SmallHeapRebuild::sample);
            double seconds = ledger.rebuild("lots");
            sampler.interrupt();
            sampler.join();
            System.out.println(RESULT + seconds + " " + peak / (1024.0 * 1024.0));
        }
    }

    private static volatile long peak;

    private static void sample() {
        try {
            while (!Thread.interrupted()) {
                peak = Math.max(peak, used());
                Thread.sleep(SAMPLE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the collector left the last time it ran: what is garbage by now does not count. */
    private static long used() {
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null) {
                used += pool.getCollectionUsage().getUsed();
            }
        }
        return used;
    }
}
