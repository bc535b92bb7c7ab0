package io.tidemark.projection.store;

/** The store has failed for good, and what was asked of it did not happen. */
public final class StoreFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What was asked of a projection, and why it has failed. */
    public StoreFailedException(String projection, RuntimeException reason) {
        super("the projection '" + projection + "' has failed: " + reason.getMessage(), reason);
    }
}
