package io.tidemark.command.domain;

/** Order of text by Unicode code point, which is what PostgreSQL's collation "C" does with UTF-8. */
final class CodePoints {

    private CodePoints() {}

    /**
     * Compares as {@link String#compareTo} does, except that a surrogate pair sorts after every character of the basic
     * plane, as its code point does.
     */
    static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean xIsPair = Character.isSurrogate(x);
                boolean yIsPair = Character.isSurrogate(y);
                return xIsPair == yIsPair ? Character.compare(x, y) : (xIsPair ? 1 : -1);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
