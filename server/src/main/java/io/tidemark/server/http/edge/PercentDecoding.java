package io.tidemark.server.http.edge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Undoes percent-encoding strictly. The usual decoders put a replacement character for bytes that are not UTF-8, which
 * would make two different account ids one.
 */
public final class PercentDecoding {

    /** A text is not percent-encoded UTF-8. */
    public static final class NotDecodableException extends Exception {
        private static final long serialVersionUID = 1L;

        NotDecodableException() {
            super("not percent-encoded UTF-8");
        }
    }

    private PercentDecoding() {}

    /**
     * The text that an encoded text stands for.
     *
     * @param encoded ASCII with percent-encoded bytes
     * @param plusIsSpace whether a plus sign stands for a space, as it does in queries and not in paths
     * @throws NotDecodableException if a percent sign is not followed by two hexadecimal digits, or the bytes are not
     *     UTF-8, or there are characters that must be encoded
     */
    public static String decoded(String encoded, boolean plusIsSpace) throws NotDecodableException {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.put(encodedByte(encoded, i));
                i += 2;
            } else if (c > 127) {
                throw new NotDecodableException();
            } else {
                bytes.put((byte) (plusIsSpace && c == '+' ? ' ' : c));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(bytes.flip())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotDecodableException();
        }
    }

    private static byte encodedByte(String encoded, int at) throws NotDecodableException {
        if (at + 2 >= encoded.length()) {
            throw new NotDecodableException();
        }
        int high = Character.digit(encoded.charAt(at + 1), 16);
        int low = Character.digit(encoded.charAt(at + 2), 16);
        if (high < 0 || low < 0) {
            throw new NotDecodableException();
        }
        return (byte) (high << 4 | low);
    }
}
