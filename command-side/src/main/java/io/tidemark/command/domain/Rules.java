package io.tidemark.command.domain;

import io.tidemark.messages.Limits;
import java.util.Set;

/**
 * What an operator may set about the ledger's rules.
 *
 * @param drainPolicy which lot is drained first
 * @param issuers who may create credit, and whose transfers create it; empty means that any issuer may grant and no
 *     transfer creates
 * @param limits what one message may carry
 */
public record Rules(DrainPolicy drainPolicy, Set<String> issuers, Limits limits) {

    /** The rules unless something is set. */
    public static final Rules DEFAULT = new Rules(DrainPolicy.DEFAULT, Set.of(), Limits.DEFAULT);

    public Rules {
        issuers = Set.copyOf(issuers);
    }

    boolean mayIssue(String name) {
        return issuers.isEmpty() || issuers.contains(name);
    }
}
