package io.tidemark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Many commands at once leave a journal without holes, in which every group follows on the one before. */
class ConcurrentAppendIT {

    private static final int THREADS = 64;
    private static final int STREAMS = 10;
    private static final int APPENDS = 60;

    private static final JournalFixture NODE = new JournalFixture();

    @AfterAll
    static void close() {
        NODE.close();
    }

    @Test
    void sixty_four_threads_on_ten_streams_leave_no_hole_anywhere() {
        List<CompletableFuture<Long>> callers = new ArrayList<>();
        for (int caller = 0; caller < THREADS; caller++) {
            int number = caller;
            callers.add(Await.started(() -> appendMany(number)));
        }
        long events = Await.all(callers).stream().mapToLong(Long::longValue).sum();

        assertThat(JournalAudit.assertSound(NODE.dataSource)).isEqualTo(events);
        assertThat(NODE.failedStreams).isEmpty();
        assertThat(NODE.engine.headSeq()).isEqualTo(events);
        for (int stream = 0; stream < STREAMS; stream++) {
            assertThat(NODE.load("stream-" + stream)).isEqualTo(NODE.cache.get("stream-" + stream));
        }
    }

    private static long appendMany(int caller) {
        long events = 0;
        for (int i = 0; i < APPENDS; i++) {
            String stream = "stream-" + (caller * 7 + i) % STREAMS;
            int count = 1 + (caller + i) % 3;
            if (i % 5 == 0) {
                JournalFixture.inUnitOfWork(() -> {
                    NODE.lockAndLoad(stream);
                    return NODE.appendAfter(stream, NODE.load(stream), count);
                });
            } else {
                MessageClaim claim = NODE.appendNext("message " + caller + "/" + i, stream, count);
                assertThat(claim.recorded()).isPresent();
            }
            events += count;
        }
        return events;
    }
}
