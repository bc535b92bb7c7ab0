package io.tidemark.query;

import io.tidemark.messages.Texts;
import io.tidemark.messages.query.InvalidQueryException;

/** What every query is held to. */
public final class QueryLimits {

    /** Most rows of one page; keeps an answer and the memory for it small. */
    public static final int PAGE_ROWS = 1_000;

    private QueryLimits() {}

    /**
     * The limit, if it is one.
     *
     * @throws InvalidQueryException if it is not from 1 to {@link #PAGE_ROWS}
     */
    public static int requireLimit(int limit) {
        if (limit < 1 || limit > PAGE_ROWS) {
            throw new InvalidQueryException("limit", "limit is from 1 to " + PAGE_ROWS + ", not " + limit);
        }
        return limit;
    }

    /**
     * The text, if the database can tell it from others: its driver turns an unpaired surrogate into {@code ?}, and the
     * query would answer for somebody else.
     *
     * @throws InvalidQueryException if it has a NUL or an unpaired surrogate
     */
    public static String requireText(String field, String text) {
        if (!Texts.isStorable(text)) {
            throw new InvalidQueryException(field, field + " has a NUL or an unpaired surrogate");
        }
        return text;
    }
}
