package io.tidemark.server.http.problem;

import io.tidemark.config.outage.Outages;
import io.tidemark.messages.command.LedgerBusyException;
import io.tidemark.messages.command.OutcomeUnknownException;
import io.tidemark.messages.query.InvalidQueryException;
import io.tidemark.messages.query.NotCaughtUpException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;

/**
 * Tells exceptions as problems. What is not known here is a bug: it is logged under a ticket id, and the ticket id is
 * all that the sender sees of it.
 */
public final class Failures {

    private static final Logger LOGGER = LoggerFactory.getLogger(Failures.class);

    /** After how many seconds an outage may be over. */
    private static final int RETRY_SECONDS = 1;

    /** Exceptions wrap one another; this many levels are looked through, which also ends a circle of causes. */
    private static final int MOST_CAUSES = 16;

    private Failures() {}

    /** The problem that an exception is. Exceptions that nobody thought of are logged. */
    public static Problem problemOf(Throwable failure) {
        Throwable cause = failure;
        for (int level = 0; cause != null && level < MOST_CAUSES; level++) {
            Optional<Problem> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
            cause = cause.getCause();
        }
        return unexpected(failure);
    }

    private static Optional<Problem> known(Throwable failure) {
        return Optional.ofNullable(
                switch (failure) {
                    case ProblemException e -> e.problem();
                    case InvalidQueryException e ->
                        Problem.of(ProblemType.INVALID_QUERY, String.valueOf(e.getMessage()))
                                .with("field", e.field());
                    case NotCaughtUpException e ->
                        Problem.of(ProblemType.NOT_CAUGHT_UP, String.valueOf(e.getMessage()))
                                .with("committed_seq", e.committedSeq())
                                .with("min_seq", e.minSeq())
                                .retryAfter(RETRY_SECONDS);
                    case LedgerBusyException e ->
                        Problem.of(ProblemType.BUSY, String.valueOf(e.getMessage()))
                                .retryAfter(RETRY_SECONDS);
                    case OutcomeUnknownException e -> outcomeUnknown();
                    case HttpRequestMethodNotSupportedException e -> methodNotAllowed(e.getSupportedHttpMethods());
                    case ErrorResponse e -> ofStatus(e.getStatusCode().value());
                    default -> Outages.isOutage(failure) ? notReady() : null;
                });
    }

    /** The sender cannot know whether the message was recorded, and finds out by sending it again. */
    public static Problem outcomeUnknown() {
        return Problem.of(
                        ProblemType.OUTCOME_UNKNOWN,
                        "whether the message was recorded could not be found out in time;"
                                + " send it again under the same ref")
                .retryAfter(RETRY_SECONDS);
    }

    /** A part that the ledger needs is away. */
    public static Problem notReady() {
        return Problem.of(
                        ProblemType.NOT_READY,
                        "the ledger cannot answer at the moment; send the request again in a while")
                .retryAfter(RETRY_SECONDS);
    }

    /** The problem that a bare HTTP status is. */
    public static Problem ofStatus(int status) {
        ProblemType type = ProblemType.ofStatus(status);
        return switch (type) {
            case INTERNAL_ERROR -> unexpected(new IllegalStateException("status " + status + " without a reason"));
            case NOT_READY -> notReady();
            case NOT_FOUND -> Problem.of(type, "there is nothing at this path");
            case METHOD_NOT_ALLOWED -> Problem.of(type, "the path does not have this method");
            case REQUEST_TIMEOUT -> Problem.of(type, "the rest of the request did not arrive in time");
            case NOT_ACCEPTABLE -> Problem.of(type, "the answer has none of the media types that Accept lists");
            default ->
                Problem.of(type, "the request cannot be read: " + type.title().toLowerCase(Locale.ROOT));
        };
    }

    private static Problem methodNotAllowed(@Nullable Collection<HttpMethod> supported) {
        Set<String> allowed = new TreeSet<>(Set.of("OPTIONS"));
        for (HttpMethod method : supported == null ? List.<HttpMethod>of() : supported) {
            allowed.add(method.name());
            if (method.equals(HttpMethod.GET)) {
                allowed.add("HEAD");
            }
        }
        return ofStatus(405).withHeader("Allow", String.join(", ", allowed));
    }

    private static Problem unexpected(Throwable failure) {
        String ticket = UUID.randomUUID().toString();
        LOGGER.error("internal error, ticket {}", ticket, failure);
        return Problem.of(
                        ProblemType.INTERNAL_ERROR,
                        "something went wrong that should not; the log has more under the ticket")
                .with("instance", "urn:uuid:" + ticket)
                .with("ticket", ticket);
    }
}
