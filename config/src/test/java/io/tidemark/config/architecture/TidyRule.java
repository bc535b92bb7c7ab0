package io.tidemark.config.architecture;

import io.tidemark.config.architecture.SourceTree.TextFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A rule about the text of files.
 *
 * @param name what it says
 * @param appliesTo to which files
 * @param faults what is wrong in one
 * @param untidy a file that breaks it
 */
record TidyRule(String name, Predicate<TextFile> appliesTo, Function<TextFile, List<String>> faults, TextFile untidy) {

    static final int MOST_LINES = 300;
    private static final int MOST_COLUMNS = 120;

    /** The formatter does not wrap comments, people do, and an editor's count may be off by a few. */
    private static final int MOST_COLUMNS_OF_A_COMMENT = 125;

    /** Files that are one thing and longer, with the lines that they have at most. */
    static final Map<String, Integer> LONG_FILES = Map.of();

    /** Files with longer lines. */
    static final Set<String> LONG_LINES = Set.of();

    private static final String QUOTES = "\"".repeat(3);

    /** What is wrong in a file, if the rule is about it. */
    Stream<String> check(TextFile file) {
        return appliesTo.test(file) ? faults.apply(file).stream() : Stream.empty();
    }

    /** All of them. */
    static List<TidyRule> all() {
        return List.of(
                new TidyRule(
                        "files have at most " + MOST_LINES + " lines",
                        TidyRule::isJava,
                        file -> file.lines().size() > LONG_FILES.getOrDefault(file.path(), MOST_LINES)
                                ? List.of(file.path() + " has " + file.lines().size() + " lines")
                                : List.of(),
                        java("A.java", "// line\n".repeat(MOST_LINES + 1))),
                new TidyRule(
                        "lines have at most " + MOST_COLUMNS + " columns",
                        TidyRule::isJava,
                        file -> LONG_LINES.contains(file.path()) ? List.of() : longLines(file),
                        java("A.java", "class A {} // " + "x".repeat(MOST_COLUMNS))),
                lines("no tabs", file -> true, "\t", java("A.java", "\tclass A {}")),
                lines(
                        "nothing is left to be done",
                        file -> !file.extension().equals("md"),
                        "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b",
                        java("A.java", "// TO" + "DO: the rest")),
                lines(
                        "no paths of one machine",
                        file -> true,
                        "(?<![\\w.])/(work|root|home|Users)/|/tm" + "p/[a-z]",
                        java("A.java", "String path = \"/ro" + "ot/x\";")),
                lines(
                        "only the command line prints",
                        file -> file.isMainJava()
                                && !file.path().contains("/server/cli/")
                                && !file.path().startsWith("bench/"),
                        "System\\.(out|err)\\b",
                        java("m/src/main/java/A.java", "System.out.println();")),
                lines(
                        "imports name one class",
                        TidyRule::isJava,
                        "^import .*\\*;",
                        java("A.java", "import java.util.*;")),
                lines(
                        "no test is switched off",
                        TidyRule::isJava,
                        "@Dis" + "abled\\b|\\bassume(True|False|That)\\(",
                        java("A.java", "@Dis" + "abled")),
                lines(
                        "no mocks",
                        TidyRule::isJava,
                        "^import (static )?org\\.mockito\\.",
                        java("A.java", "import org.mockito.Mockito;")),
                lines(
                        "no tables above config",
                        file -> isJava(file) && file.path().startsWith("server/src/main/"),
                        "^import (static )?(java|javax)\\.sql\\.",
                        java("server/src/main/java/A.java", "import java.sql.Connection;")));
    }

    private static boolean isJava(TextFile file) {
        return file.extension().equals("java");
    }

    static List<String> longLines(TextFile file) {
        List<String> faults = new ArrayList<>();
        boolean inTextBlock = false;
        for (int i = 0; i < file.lines().size(); i++) {
            String line = file.lines().get(i);
            boolean isComment = line.strip().startsWith("*") || line.strip().startsWith("/");
            boolean isData = !file.isMainJava() && line.contains("\"");
            boolean isFree = inTextBlock || isData || line.startsWith("import ") || line.startsWith("package ");
            int most = isComment ? MOST_COLUMNS_OF_A_COMMENT : MOST_COLUMNS;
            if (!isFree && line.codePointCount(0, line.length()) > most) {
                faults.add(file.path() + ":" + (i + 1) + " has " + line.length() + " columns");
            }
            int quotes = line.split(QUOTES, -1).length - 1;
            inTextBlock ^= quotes % 2 == 1;
        }
        return faults;
    }

    private static TidyRule lines(String name, Predicate<TextFile> appliesTo, String fault, TextFile untidy) {
        Pattern pattern = Pattern.compile(fault);
        return new TidyRule(
                name,
                appliesTo,
                file -> file.lines().stream()
                        .filter(line -> pattern.matcher(line).find())
                        .map(line -> file.path() + ": " + line.strip())
                        .toList(),
                untidy);
    }

    private static TextFile java(String path, String text) {
        return new TextFile(path, text.lines().toList());
    }
}
