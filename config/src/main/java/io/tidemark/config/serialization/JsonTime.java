package io.tidemark.config.serialization;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Time in stored JSON: integers, microseconds since 1970. */
final class JsonTime {

    private JsonTime() {}

    /** Writes a time, or nothing where there is none. */
    static void write(JsonGenerator out, String name, @Nullable Instant time) {
        if (time != null) {
            out.writeNumberProperty(name, micros(time));
        }
    }

    static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }
}
