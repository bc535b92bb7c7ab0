package io.tidemark.projection.effect;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How inputs or outputs of an effect are written as text and read again. What is read equals what was written. Immutable.
 *
 * @param writer writes a value; two inputs that differ are written differently
 * @param reader reads it, and throws an {@link IllegalArgumentException} if the text is not one of a valid value
 * @param <T> the values, which are immutable and equal by content
 */
public record EffectType<T>(Function<? super T, String> writer, Function<String, ? extends T> reader) {

    /** Any text. */
    public static EffectType<String> text() {
        return new EffectType<>(text -> text, text -> text);
    }

    /** The values of this type, or none. */
    public EffectType<Optional<T>> optional() {
        return new EffectType<>(value -> value.map(some -> "=" + write(some)).orElse(""), this::readOptional);
    }

    /** Those values of this type that meet a condition; others are not valid. */
    public EffectType<T> where(Predicate<? super T> condition) {
        return new EffectType<>(writer, text -> {
            T value = read(text);
            if (!condition.test(value)) {
                throw new IllegalArgumentException("the value is not valid");
            }
            return value;
        });
    }

    String write(T value) {
        return writer.apply(value);
    }

    T read(String text) {
        return reader.apply(text);
    }

    private Optional<T> readOptional(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.charAt(0) != '=') {
            throw new IllegalArgumentException("neither a value nor none");
        }
        return Optional.of(read(text.substring(1)));
    }
}
