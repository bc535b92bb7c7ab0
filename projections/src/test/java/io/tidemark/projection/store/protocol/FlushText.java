package io.tidemark.projection.store.protocol;

import io.tidemark.projection.store.protocol.FlushState.Database;
import io.tidemark.projection.store.protocol.FlushState.Write;
import org.jspecify.annotations.Nullable;

/** States and writes in words. */
final class FlushText {

    private FlushText() {}

    static String name(int node) {
        return node == 0 ? "A" : "B";
    }

    static String key(int key) {
        return key == 0 ? "a" : "b";
    }

    static String write(@Nullable Write write) {
        return write == null
                ? "nothing"
                : write.rows() + ", to go from watermark " + write.before() + " to " + write.after();
    }

    static String show(FlushState state) {
        Database database = state.database();
        return "| " + database.rows() + " watermark=" + database.watermark() + " epoch=" + database.epoch();
    }
}
