package io.tidemark.projection.live;

import io.tidemark.projection.effect.EffectFailedException;
import io.tidemark.projection.store.StorageException;

/** Tells trouble that passes from trouble that ends a projection. */
public final class PassingTrouble {

    private PassingTrouble() {}

    /**
     * Whether to fold again later: another node has taken over, the database is away, or somebody whom an effect calls is.
     *
     * @param reason why a store has failed
     */
    public static boolean is(Throwable reason) {
        return reason instanceof EffectFailedException
                || (reason instanceof StorageException known && known.kind() != StorageException.Kind.PERMANENT);
    }
}
