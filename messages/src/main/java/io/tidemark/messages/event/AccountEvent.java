package io.tidemark.messages.event;

import java.time.Instant;
import java.util.Map;

/**
 * A fact in the stream of one account. Events carry outcomes (which lots were drained by how much, which were made),
 * never the rule that led to them, so a later change of drain policy does not rewrite history.
 */
public sealed interface AccountEvent permits CreditGranted, CreditSpent, Transferred, CreditReceived {

    /** The account whose stream the event is in. */
    String account();

    /** Ref of the message that caused it. */
    String ref();

    /** Currency of everything in the event. */
    String currency();

    /** When it counts in the business, to the microsecond. */
    Instant effectiveAt();

    /** Notes on the item that caused it. */
    Map<String, String> metadata();

    /** Notes on the whole message, on its first event alone: kept once, however many items there are. */
    Map<String, String> messageMetadata();
}
