package io.tidemark.messages;

/**
 * Bounds on what one message may carry; the defaults are those of the rule book (credit-lots I.4).
 *
 * @param itemsPerMessage most items in one message
 * @param idLength most characters (code points) of an account id, an issuer or a ref
 * @param metadataKeys most keys of one metadata map
 * @param metadataKeyLength most characters of a metadata key
 * @param metadataValueLength most characters of a metadata value
 */
public record Limits(
        int itemsPerMessage, int idLength, int metadataKeys, int metadataKeyLength, int metadataValueLength) {

    /** The limits used unless a setting says otherwise. */
    public static final Limits DEFAULT = new Limits(10_000, 256, 64, 64, 1024);

    /** Most characters of a currency code; part of the stored format, so not a setting. */
    public static final int CURRENCY_LENGTH = 16;

    /** The currency of an item that names none. */
    public static final String DEFAULT_CURRENCY = "CREDIT";
}
