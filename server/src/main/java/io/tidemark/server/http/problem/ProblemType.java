package io.tidemark.server.http.problem;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that can go wrong, as the interface names it. Names and statuses are part of the contract. */
public enum ProblemType {
    /** Not something an HTTP server can work on: a path with empty segments, a body that breaks off. */
    BAD_REQUEST(400, "Bad request"),
    /** Not one JSON document in UTF-8 within the limits of depth and number length. */
    MALFORMED_JSON(400, "Malformed JSON"),
    /** JSON that is not the message that was expected: unknown, missing and mistyped fields. */
    INVALID_REQUEST(400, "Invalid request"),
    /** Query parameters that are unknown, repeated or out of range, and cursors of another query. */
    INVALID_QUERY(400, "Invalid query"),
    /** Another site's page made the browser send this. */
    FORBIDDEN(403, "Forbidden"),
    /** No such path, or no such thing. */
    NOT_FOUND(404, "Not found"),
    /** The path is there, but not for this method. */
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    /** The answer has none of the media types asked for. */
    NOT_ACCEPTABLE(406, "Not acceptable"),
    /** The sender fell silent. */
    REQUEST_TIMEOUT(408, "Request timeout"),
    /** The ref names another message already. */
    REF_CONFLICT(409, "Ref conflict"),
    /** The projection is being rebuilt already. */
    PROJECTION_RESET_RUNNING(409, "Reset already running"),
    /** A message beyond the limit of bytes, or an array beyond the limit of messages. */
    PAYLOAD_TOO_LARGE(413, "Payload too large"),
    /** A request line beyond the limit. */
    URI_TOO_LONG(414, "URI too long"),
    /** A body of another media type, charset or encoding. */
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    /** Too many or too large headers. */
    HEADERS_TOO_LARGE(431, "Headers too large"),
    /** An account has less valid credit than was asked of it. */
    INSUFFICIENT_CREDIT(422, "Insufficient credit"),
    /** An amount is not a whole number from 1 to 2^63-1, or would bring an account above that. */
    AMOUNT_OUT_OF_RANGE(422, "Amount out of range"),
    /** An account id that the ledger does not take. */
    INVALID_ACCOUNT(422, "Invalid account"),
    /** Issuers are configured and this is none. */
    NOT_AN_ISSUER(422, "Not an issuer"),
    /** A ref that the ledger does not take. */
    INVALID_REF(422, "Invalid ref"),
    /** A currency that the ledger does not take. */
    INVALID_CURRENCY(422, "Invalid currency"),
    /** A time that the ledger does not take. */
    INVALID_TIME(422, "Invalid time"),
    /** Metadata that the ledger does not take. */
    INVALID_METADATA(422, "Invalid metadata"),
    /** A message without items. */
    NO_ITEMS(422, "No items"),
    /** A message with more items than the limit. */
    TOO_MANY_ITEMS(422, "Too many items"),
    /** Something that nobody thought of. */
    INTERNAL_ERROR(500, "Internal error"),
    /** As much work as is taken on is under way; nothing was done. */
    BUSY(503, "Busy"),
    /** The database or another part is away; nothing was done. */
    NOT_READY(503, "Not ready"),
    /** The projection has not committed the seq asked for. */
    NOT_CAUGHT_UP(503, "Not caught up"),
    /** Whether the message was recorded could not be found out in time. */
    OUTCOME_UNKNOWN(503, "Outcome unknown");

    private static final String BASE = "https://tidemark.io/problems/";

    private final int status;
    private final String title;
    private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The same few words for every problem of this type. */
    public String title() {
        return title;
    }

    /** The last part of the type's URI, such as {@code insufficient-credit}. */
    public String slug() {
        return slug;
    }

    /** The URI that names the type. */
    public String uri() {
        return BASE + slug;
    }

    /** The type with a slug, if there is one. */
    public static Optional<ProblemType> ofSlug(String slug) {
        return Stream.of(values()).filter(type -> type.slug.equals(slug)).findFirst();
    }

    /** The type that tells most about a bare status. */
    public static ProblemType ofStatus(int status) {
        return switch (status) {
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> REQUEST_TIMEOUT;
            case 413 -> PAYLOAD_TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 431 -> HEADERS_TOO_LARGE;
            case 501, 505 -> BAD_REQUEST;
            case 503 -> NOT_READY;
            default -> status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
        };
    }
}
