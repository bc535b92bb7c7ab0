package io.tidemark.command.axon;

import io.tidemark.command.domain.Account;

/**
 * What is remembered of an account between commands.
 *
 * @param state what its events made of it
 * @param version position of the last of them, -1 before the first
 * @param eventsSinceSnapshot how many events a reader has to fold that begins with the last snapshot
 */
record KnownAccount(Account state, long version, int eventsSinceSnapshot) {

    /** The same when a snapshot was taken of it. */
    KnownAccount saved() {
        return new KnownAccount(state, version, 0);
    }
}
