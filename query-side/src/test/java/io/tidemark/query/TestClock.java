package io.tidemark.query;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is set. */
final class TestClock implements InstantSource {

    private volatile Instant now = Events.at("2026-03-02");

    void set(String time) {
        now = Events.at(time);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
