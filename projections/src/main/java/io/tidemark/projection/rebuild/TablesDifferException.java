package io.tidemark.projection.rebuild;

/** The rows that a rebuild made are not the live ones. */
public final class TablesDifferException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TablesDifferException(String message) {
        super(message);
    }
}
