package io.tidemark.messages.command;

/** What a spend does when an account has less than it asks for. */
public enum ShortfallPolicy {
    /** The whole message is refused and nothing is written. */
    REJECT,
    /** What is there is taken, and the event records the rest as shortfall. */
    DRAIN_AVAILABLE
}
