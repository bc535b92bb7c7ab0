package io.tidemark.server.imports;

/** A message's content breaks a rule. Carries no stack trace: it is an answer about the data and not about the code. */
final class ContentException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient RefusalReason reason;

    ContentException(String type, String detail) {
        super(detail, null, false, false);
        this.reason = new RefusalReason(type, detail);
    }

    RefusalReason reason() {
        return reason;
    }
}
