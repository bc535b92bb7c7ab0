package io.tidemark.config.architecture.samples.command.domain;

import java.math.BigDecimal;

/** Breaks a rule on purpose. */
public final class DomainThatRounds {

    /** Loses a part of an amount. */
    public long half(BigDecimal amount) {
        return amount.longValue() / 2;
    }
}
