package io.tidemark.command.domain;

import io.tidemark.messages.refusal.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a message asks of each account and currency, all items together. Nothing flows in between its items, so the
 * message can be served if each sum can.
 */
final class Demand {

    private final Map<Source, Long> requested = new LinkedHashMap<>();

    /** Adds an item; answers a refusal when the sum no longer fits. */
    Optional<Refusal> add(int item, String account, String currency, long amount) {
        Source source = new Source(account, currency);
        long sum = requested.getOrDefault(source, 0L);
        if (amount > Long.MAX_VALUE - sum) {
            return Optional.of(new Refusal.AmountOutOfRange(
                    "items[" + item + "].amount",
                    "the message asks for more than 2^63-1 " + currency + " of account '" + account + "'"));
        }
        requested.put(source, sum + amount);
        return Optional.empty();
    }

    /** The first account that has less than is asked of it. */
    Optional<Refusal> shortage(Drafting drafting) {
        for (Map.Entry<Source, Long> entry : requested.entrySet()) {
            Source source = entry.getKey();
            long available = drafting.available(source.account, source.currency);
            if (available < entry.getValue()) {
                return Optional.of(
                        new Refusal.InsufficientCredit(source.account, source.currency, entry.getValue(), available));
            }
        }
        return Optional.empty();
    }

    private record Source(String account, String currency) {}
}
