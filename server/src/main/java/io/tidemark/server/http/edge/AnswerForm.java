package io.tidemark.server.http.edge;

import io.tidemark.server.http.problem.Failures;
import io.tidemark.server.http.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * How the sender wants to be answered, by the Accept header.
 *
 * @param type media type of the answer
 * @param amountsAsText whether amounts are decimal strings, asked for with the parameter {@code amounts=string}
 */
public record AnswerForm(MediaType type, boolean amountsAsText) {

    /** Newline-delimited JSON. */
    public static final MediaType NDJSON = new MediaType("application", "x-ndjson");

    private static final String AMOUNTS = "amounts";
    private static final Set<String> AMOUNT_FORMS = Set.of("string", "integer");

    /** The form for a JSON answer. */
    public static AnswerForm json(HttpServletRequest request) {
        return of(request, MediaType.APPLICATION_JSON);
    }

    /**
     * The form for an answer of one media type.
     *
     * @param offered the media type that the answer will have; one of its kin {@code also} in Accept will do
     * @param also media types that stand for it
     * @throws ProblemException if Accept has none of them
     */
    public static AnswerForm of(HttpServletRequest request, MediaType offered, MediaType... also) {
        List<MediaType> ranges = accepted(request);
        if (ranges.isEmpty()) {
            return new AnswerForm(offered, false);
        }
        return bestFor(offered, offered, ranges)
                .or(() -> List.of(also).stream()
                        .flatMap(other -> bestFor(offered, other, ranges).stream())
                        .findFirst())
                .orElseThrow(() -> new ProblemException(Failures.ofStatus(406)));
    }

    /** The value for the Content-Type header, which says how amounts are written when that was asked for. */
    public String contentType() {
        return amountsAsText ? type + ";" + AMOUNTS + "=string" : type.toString();
    }

    /** Whether a problem should have its amounts as strings; never fails, for it is asked while telling a failure. */
    public static boolean amountsAsText(HttpServletRequest request) {
        try {
            return accepted(request).stream().anyMatch(range -> "string".equals(range.getParameter(AMOUNTS)));
        } catch (ProblemException e) {
            return false;
        }
    }

    private static Optional<AnswerForm> bestFor(MediaType offered, MediaType standIn, List<MediaType> ranges) {
        List<MediaType> fitting = ranges.stream()
                .filter(range -> range.includes(standIn))
                .filter(range ->
                        range.getParameter(AMOUNTS) == null || AMOUNT_FORMS.contains(range.getParameter(AMOUNTS)))
                .toList();
        // The most specific range decides whether the type is wanted at all: "*/*, application/json;q=0" wants no JSON.
        boolean wanted = fitting.stream()
                .max(Comparator.comparingInt(AnswerForm::specificity))
                .filter(range -> range.getQualityValue() > 0)
                .isPresent();
        if (!wanted) {
            return Optional.empty();
        }
        MediaType best = Collections.max(
                fitting,
                Comparator.comparingDouble(MediaType::getQualityValue).thenComparingInt(AnswerForm::specificity));
        return Optional.of(new AnswerForm(offered, "string".equals(best.getParameter(AMOUNTS))));
    }

    private static int specificity(MediaType range) {
        if (range.isWildcardType()) {
            return 0;
        }
        return range.isWildcardSubtype() ? 1 : range.getParameter(AMOUNTS) == null ? 2 : 3;
    }

    private static List<MediaType> accepted(HttpServletRequest request) {
        try {
            return MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        } catch (InvalidMediaTypeException e) {
            throw new ProblemException(Failures.ofStatus(406));
        }
    }
}
