package io.tidemark.server.http.reads;

import io.tidemark.messages.Limits;
import io.tidemark.messages.Texts;
import io.tidemark.server.http.edge.PercentDecoding;
import io.tidemark.server.http.edge.PercentDecoding.NotDecodableException;
import io.tidemark.server.http.edge.Times;
import io.tidemark.server.http.problem.Problem;
import io.tidemark.server.http.problem.ProblemException;
import io.tidemark.server.http.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a query, each known, there once, and of its type; anything else is refused by name. */
final class QueryParameters {

    static final int MOST_ROWS = 1000;
    static final int USUAL_ROWS = 100;

    private static final Pattern CURRENCY = Pattern.compile("[A-Z0-9_]{1," + Limits.CURRENCY_LENGTH + "}");

    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    /** The parameters of a request that takes those named. */
    static QueryParameters of(HttpServletRequest request, String... names) {
        return of(request, Set.of(names), Set.of());
    }

    /**
     * The parameters of a request.
     *
     * @param names those it takes
     * @param prefixes beginnings of further ones that it takes, such as {@code metadata.}
     */
    static QueryParameters of(HttpServletRequest request, Set<String> names, Set<String> prefixes) {
        Map<String, String> values = new HashMap<>();
        String query = request.getQueryString();
        for (String pair : query == null || query.isEmpty() ? List.<String>of() : List.of(query.split("&", -1))) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            boolean prefixed = prefixes.stream().anyMatch(prefix -> name.startsWith(prefix) && !name.equals(prefix));
            if (!names.contains(name) && !prefixed) {
                throw invalid(name, "is not a parameter of this query");
            }
            if (equals < 0 || (equals == pair.length() - 1 && !prefixed)) {
                throw invalid(name, "has no value");
            }
            if (values.put(name, decoded(pair.substring(equals + 1))) != null) {
                throw invalid(name, "is there more than once");
            }
        }
        return new QueryParameters(values);
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    String currency() {
        return Optional.ofNullable(currencyIfAny()).orElse(Limits.DEFAULT_CURRENCY);
    }

    @Nullable
    String currencyIfAny() {
        String currency = text("currency");
        if (currency != null && !CURRENCY.matcher(currency).matches()) {
            throw invalid("currency", "must be 1 to 16 of A-Z 0-9 _");
        }
        return currency;
    }

    int limit() {
        return (int) number("limit", 1, MOST_ROWS).orElse((long) USUAL_ROWS).longValue();
    }

    @Nullable
    Long minSeq() {
        return number("min_seq", 0, Long.MAX_VALUE).orElse(null);
    }

    /** A whole number within bounds, both inclusive. */
    Optional<Long> number(String name, long least, long most) {
        String text = text(name);
        if (text == null) {
            return Optional.empty();
        }
        if (text.matches("0|[1-9][0-9]{0,18}")) {
            try {
                long value = Long.parseLong(text);
                if (value >= least && value <= most) {
                    return Optional.of(value);
                }
            } catch (NumberFormatException e) {
                throw outOfBounds(name, least, most);
            }
        }
        throw outOfBounds(name, least, most);
    }

    @Nullable
    Instant time(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return Times.isWholeNumber(text) ? Times.ofMillis(text) : Times.ofText(text);
        } catch (DateTimeException e) {
            String hint = text.indexOf(' ') >= 0 ? "; a plus sign is written %2B" : "";
            throw invalid(name, e.getMessage() + hint);
        }
    }

    boolean flag(String name) {
        return choice(name, Map.of("true", true, "false", false)).orElse(false);
    }

    /** One of some words, by what it stands for. */
    <T> Optional<T> choice(String name, Map<String, T> words) {
        String word = text(name);
        if (word == null) {
            return Optional.empty();
        }
        T meaning = words.get(word);
        if (meaning == null) {
            throw invalid(
                    name,
                    "must be one of "
                            + String.join(", ", words.keySet().stream().sorted().toList()));
        }
        return Optional.of(meaning);
    }

    /** The parameters whose names begin so, by the rest of their names. */
    Map<String, String> startingWith(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    static ProblemException invalid(String name, String what) {
        return new ProblemException(
                Problem.of(ProblemType.INVALID_QUERY, "'" + name + "' " + what).with("field", name));
    }

    private static ProblemException outOfBounds(String name, long least, long most) {
        return invalid(name, "must be a whole number from " + least + " to " + most);
    }

    private static String decoded(String encoded) {
        try {
            String text = PercentDecoding.decoded(encoded, true);
            if (Texts.isStorable(text)) {
                return text;
            }
        } catch (NotDecodableException e) {
            throw undecodable();
        }
        throw undecodable();
    }

    private static ProblemException undecodable() {
        return new ProblemException(
                ProblemType.INVALID_QUERY, "the query is not percent-encoded UTF-8 without NUL characters");
    }
}
