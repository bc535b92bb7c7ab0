package io.tidemark.projection.effect;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What an answer is known by. PostgreSQL cannot index texts of any length, so a long input is known by its hash.
 *
 * @param effect name of the effect
 * @param input {@code =} and the input as text, or {@code #} and its hash
 */
record EffectKey(String effect, String input) {

    private static final int LONGEST = 400;

    /**
     * The key of an input.
     *
     * @throws IllegalArgumentException if the text cannot be stored, so that two inputs could become one
     */
    static EffectKey of(String effect, String input) {
        if (!StorableText.is(input)) {
            throw new IllegalArgumentException("an input of the effect '" + effect + "' cannot be stored");
        }
        return new EffectKey(effect, input.length() <= LONGEST ? "=" + input : "#" + hash(input));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where it comes among others, whoever writes them: one for all, or two writers could wait for each other. */
    String order() {
        return effect + '\n' + input;
    }
}
