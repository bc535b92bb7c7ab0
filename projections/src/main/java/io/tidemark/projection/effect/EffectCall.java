package io.tidemark.projection.effect;

/** One call of an effect, as its handler sees it. For the thread of the call. */
public final class EffectCall {

    private final int attempt;
    private volatile boolean isKept;

    EffectCall(int attempt, boolean isKept) {
        this.attempt = attempt;
        this.isKept = isKept;
    }

    /** Number of this attempt for this input, 1 and up. */
    public int attempt() {
        return attempt;
    }

    /** Whether the answer of this call is kept; what was said last counts. */
    public void cache(boolean kept) {
        isKept = kept;
    }

    boolean isKept() {
        return isKept;
    }
}
