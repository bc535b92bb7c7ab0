package io.tidemark.config.database;

/** The database may lose what it acknowledges, or cannot be a ledger's at all. The message is for an operator. */
public final class WeakDurabilityException extends RuntimeException {

    private final transient DurabilityReport report;

    WeakDurabilityException(String message, DurabilityReport report) {
        super(message);
        this.report = report;
    }

    /** What was found. */
    public DurabilityReport report() {
        return report;
    }
}
