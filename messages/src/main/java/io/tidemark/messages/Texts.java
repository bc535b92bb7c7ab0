package io.tidemark.messages;

/**
 * Which strings the ledger can keep. PostgreSQL cannot store NUL, and its driver silently turns an unpaired surrogate
 * into {@code ?}, which would make two different ids one (reliability 0.12); both are refused at the edge and again in
 * the domain.
 */
public final class Texts {

    private Texts() {}

    /** Whether the text has neither a NUL character nor an unpaired surrogate. */
    public static boolean isStorable(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean paired =
                        Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
