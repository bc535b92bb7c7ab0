package io.tidemark.projection.store.protocol;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A protocol as states and the steps between them.
 *
 * @param <S> a state, equal by content
 */
interface Model<S> {

    /** Where everything begins. */
    S initial();

    /** All steps that can be taken next. */
    void steps(S state, Steps<S> steps);

    /** What a step breaks, in words; {@code null} if it is as it should be. */
    @Nullable
    String broken(S before, S after);

    /** Whether nothing is left to do. */
    boolean isFinished(S state);

    /** The state on one line. */
    String show(S state);

    /** Takes steps, one after the other; labels are made for those only that are shown. */
    interface Steps<S> {

        /** A step that is taken sooner or later if it stays possible. */
        void fair(Supplier<String> label, S next);

        /** A step that may be taken or not: a fault, or something that nothing relies on. */
        void free(Supplier<String> label, S next);
    }
}
