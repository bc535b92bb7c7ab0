package io.tidemark.projection.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on the columns of a row that must all hold. Equal filters on the same columns are the same question.
 *
 * @param conditions the conditions, at least one
 * @param <R> the row
 */
public record Filter<R>(List<Condition<R>> conditions) {

    /** How a column compares to a value. */
    public enum Operator {
        EQUAL("="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        /** Equal to one of a list of values; nothing equals one of none. */
        IN("= any");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        /** The operator in SQL. */
        public String sql() {
            return sql;
        }
    }

    /**
     * One condition.
     *
     * @param column what is compared
     * @param operator how
     * @param value to what: a value of the column's type, or a list of them for {@link Operator#IN}
     */
    public record Condition<R>(Column<R> column, Operator operator, Object value) {

        public Condition {
            Objects.requireNonNull(
                    value, () -> "the condition on " + column.name() + " lacks a value; ask for rows that have one");
            if (operator == Operator.IN) {
                List<?> values = value instanceof List<?> list ? list : noList(column);
                values.forEach(each -> requireType(column, each));
                value = List.copyOf(values);
            } else {
                requireType(column, value);
            }
        }

        private static List<?> noList(Column<?> column) {
            throw new IllegalArgumentException("the column " + column.name() + " is in a list of values, or it is not");
        }

        /** Memory and the database must agree, and they compare values of other types each in its own way. */
        private static void requireType(Column<?> column, @Nullable Object value) {
            boolean fits = switch (column.type()) {
                case TEXT -> value instanceof String;
                case BIGINT -> value instanceof Long;
                case INTEGER -> value instanceof Integer;
                case JSON -> false;
            };
            if (!fits) {
                throw new IllegalArgumentException("the column " + column.name() + " of type " + column.type()
                        + " cannot be compared to " + value
                        + (value == null ? "" : " of type " + value.getClass().getSimpleName()));
            }
        }

        boolean matches(R row) {
            Object actual = column.value().apply(row);
            if (actual == null) {
                return false;
            }
            return switch (operator) {
                case EQUAL -> actual.equals(value);
                case GREATER -> compare(actual) > 0;
                case GREATER_OR_EQUAL -> compare(actual) >= 0;
                case LESS -> compare(actual) < 0;
                case LESS_OR_EQUAL -> compare(actual) <= 0;
                case IN -> ((List<?>) value).contains(actual);
            };
        }

        private int compare(Object actual) {
            if (actual instanceof String text) {
                return compareCodePoints(text, (String) value);
            }
            return Long.compare(((Number) actual).longValue(), ((Number) value).longValue());
        }

        /** As the database sorts text in the collation "C" over UTF-8, which differs from UTF-16 beyond U+FFFF. */
        private static int compareCodePoints(String one, String other) {
            int length = Math.min(one.length(), other.length());
            for (int i = 0; i < length; i++) {
                char a = one.charAt(i);
                char b = other.charAt(i);
                if (a != b) {
                    boolean split = Character.isSurrogate(a) != Character.isSurrogate(b);
                    return split ? Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b)) : a - b;
                }
            }
            return one.length() - other.length();
        }
    }

    public Filter {
        conditions = List.copyOf(conditions);
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException("a filter needs a condition");
        }
    }

    /** Rows in which the column is the value. */
    public static <R> Filter<R> equal(Column<R> column, Object value) {
        return where(column, Operator.EQUAL, value);
    }

    /** Rows in which the column is one of the values; none for no values. */
    public static <R> Filter<R> in(Column<R> column, List<?> values) {
        return where(column, Operator.IN, values);
    }

    /** Rows in which the column compares to the value like that. */
    public static <R> Filter<R> where(Column<R> column, Operator operator, Object value) {
        return new Filter<>(List.of(new Condition<>(column, operator, value)));
    }

    /** Rows that meet this filter and one more condition. */
    public Filter<R> and(Column<R> column, Operator operator, Object value) {
        List<Condition<R>> more = new ArrayList<>(conditions);
        more.add(new Condition<>(column, operator, value));
        return new Filter<>(more);
    }

    /** As few filters as have the rows of all of these: equalities of one column become one list. */
    static <R> List<Filter<R>> merged(Collection<Filter<R>> filters) {
        List<Filter<R>> merged = new ArrayList<>();
        Map<Column<R>, Set<Object>> values = new LinkedHashMap<>();
        for (Filter<R> filter : filters) {
            Condition<R> first = filter.conditions.getFirst();
            boolean isAlone = filter.conditions.size() == 1;
            if (isAlone && first.operator() == Operator.EQUAL) {
                values.computeIfAbsent(first.column(), column -> new LinkedHashSet<>())
                        .add(first.value());
            } else if (isAlone && first.operator() == Operator.IN) {
                values.computeIfAbsent(first.column(), column -> new LinkedHashSet<>())
                        .addAll((List<?>) first.value());
            } else {
                merged.add(filter);
            }
        }
        values.forEach((column, all) -> merged.add(in(column, List.copyOf(all))));
        return merged;
    }

    boolean matches(R row) {
        for (Condition<R> condition : conditions) {
            if (!condition.matches(row)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no row can ever match, so that nobody need be asked. */
    boolean isEmpty() {
        return conditions.stream().anyMatch(c -> c.operator() == Operator.IN && ((List<?>) c.value()).isEmpty());
    }
}
