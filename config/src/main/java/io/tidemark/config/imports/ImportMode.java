package io.tidemark.config.imports;

/** What an import does about messages that an earlier one was refused. */
public enum ImportMode {
    /** They stay refused. */
    KEEP_REFUSED("keep-refused"),
    /** The ledger judges them afresh. */
    RETRY_REFUSED("retry-refused");

    private final String code;

    ImportMode(String code) {
        this.code = code;
    }

    /** The word for it, outside. */
    public String code() {
        return code;
    }
}
