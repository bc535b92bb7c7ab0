package io.tidemark.projection.effect;

import java.util.concurrent.TimeUnit;

/** The time that passes between the calls of an effect. Thread-safe. */
interface EffectTime {

    /** The time that passes. */
    EffectTime REAL = new EffectTime() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    };

    /** Nanoseconds since some moment. */
    long nanos();

    /** Returns after so many nanoseconds. */
    void sleep(long nanos) throws InterruptedException;
}
