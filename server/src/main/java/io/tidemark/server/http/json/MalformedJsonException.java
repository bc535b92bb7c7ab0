package io.tidemark.server.http.json;

/** Bytes are not one JSON document in UTF-8, or one beyond the limits. The message is fit to be shown to the sender. */
public class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    /** A document that is malformed as the message says. */
    public MalformedJsonException(String message) {
        super(message);
    }
}
