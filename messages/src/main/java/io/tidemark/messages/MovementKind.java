package io.tidemark.messages;

/** The three movements of credit. Stored by {@link #code()}, so a constant may be renamed and a code may not. */
public enum MovementKind {
    /** Credit comes into being at an issuer's word. */
    GRANT("grant"),
    /** Credit is used up. */
    SPEND("spend"),
    /** Credit changes hands. */
    TRANSFER("transfer");

    private final String code;

    MovementKind(String code) {
        this.code = code;
    }

    /** The name used in the journal, in HTTP and in problem documents. */
    public String code() {
        return code;
    }

    /**
     * The kind with the given code.
     *
     * @throws IllegalArgumentException if no kind has it
     */
    public static MovementKind ofCode(String code) {
        for (MovementKind kind : values()) {
            if (kind.code.equals(code)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no movement kind has the code '" + code + "'");
    }
}
