package io.tidemark.config.database;

/**
 * One thing about a database that does not suit a ledger.
 *
 * @param setting what was read, such as {@code synchronous_commit}
 * @param value what it says
 * @param risk what can happen, for an operator
 * @param remedy how to put it right
 * @param acceptable whether an operator may accept the risk; if not, the ledger cannot work on the database at all
 */
public record DurabilityFinding(String setting, String value, String risk, String remedy, boolean acceptable) {

    String describe() {
        return setting + " = " + value + ": " + risk + " " + remedy;
    }
}
