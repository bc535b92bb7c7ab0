package io.tidemark.config.database;

import java.util.List;

/**
 * What {@link DurabilityCheck} found in a database.
 *
 * @param serverVersion the server's version as it says itself, such as {@code 18.4}
 * @param findings what does not suit a ledger, the worst first; empty if all is well
 */
public record DurabilityReport(String serverVersion, List<DurabilityFinding> findings) {

    /** Copies the list. */
    public DurabilityReport {
        findings = List.copyOf(findings);
    }

    /** Whether what the database has acknowledged is safe with it. */
    public boolean isDurable() {
        return findings.isEmpty();
    }
}
