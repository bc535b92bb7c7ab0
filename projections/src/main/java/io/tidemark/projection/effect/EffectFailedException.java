package io.tidemark.projection.effect;

import org.jspecify.annotations.Nullable;

/**
 * An effect has no answer at present. A projection that does not catch it stops, and folds the same events again after a
 * while: who was called may be back by then.
 */
public final class EffectFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EffectFailedException(String effect, String reason, @Nullable Throwable cause) {
        super("the effect '" + effect + "' has no answer: " + reason, cause);
    }
}
