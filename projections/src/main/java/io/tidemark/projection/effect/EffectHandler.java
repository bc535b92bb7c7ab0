package io.tidemark.projection.effect;

/**
 * Calls the world outside. Is called by several threads at once, for different inputs.
 *
 * @param <I> inputs
 * @param <O> outputs
 */
@FunctionalInterface
public interface EffectHandler<I, O> {

    /**
     * Answers an input. Should give up when its thread is interrupted, which it is after the time-out.
     *
     * @param call what there is to know and to say of this call
     * @return never {@code null}: that there is no answer is an {@link java.util.Optional} that is empty
     * @throws Exception if there is no telling; nothing is kept then
     */
    O call(I input, EffectCall call) throws Exception;
}
