package io.tidemark.config.architecture.samples.command.domain;

/** Breaks a rule on purpose. */
public final class DomainWithSetter {

    private long amount;

    /** What changes. */
    public long amount() {
        return amount;
    }

    /** Changes it. */
    public void setAmount(long amount) {
        this.amount = amount;
    }
}
