package io.tidemark.projection.effect;

/**
 * A kept answer.
 *
 * @param key what it answers
 * @param input the input as text, whole
 * @param version version of the output
 * @param output the output as text
 * @param seq seq of the first event that asked for it; 0 until an event that did so is durable
 */
record EffectRow(EffectKey key, String input, int version, String output, long seq) {

    EffectRow at(long askingSeq) {
        return new EffectRow(key, input, version, output, askingSeq);
    }
}
