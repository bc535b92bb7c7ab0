package io.tidemark.config.architecture;

import io.tidemark.config.architecture.SourceTree.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Links between documents, and to files and headings. */
final class DocumentLinks {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("^[a-z]+:.*");

    private DocumentLinks() {}

    /** The links of a document that lead nowhere. Links to other sites are not followed. */
    static List<String> broken(TextFile document, Path root) {
        List<String> broken = new ArrayList<>();
        Path here = root.resolve(document.path());
        for (String line : outsideOfCode(document.lines())) {
            Matcher link = LINK.matcher(line);
            while (link.find()) {
                String target = link.group(1);
                if (!ELSEWHERE.matcher(target).matches() && !leadsSomewhere(target, here, document)) {
                    broken.add(document.path() + " -> " + target);
                }
            }
        }
        return broken;
    }

    private static boolean leadsSomewhere(String target, Path here, TextFile document) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        String heading = hash < 0 ? "" : target.substring(hash + 1);
        Path path = file.isEmpty() ? here : here.resolveSibling(file).normalize();
        if (!file.isEmpty() && !Files.exists(path)) {
            return false;
        }
        if (heading.isEmpty() || !path.toString().endsWith(".md")) {
            return true;
        }
        List<String> lines = file.isEmpty() ? document.lines() : linesOf(path);
        return anchors(lines).contains(heading);
    }

    private static List<String> linesOf(Path path) {
        String relative = SourceTree.ROOT.relativize(path).toString().replace('\\', '/');
        return SourceTree.textFiles().stream()
                .filter(file -> file.path().equals(relative))
                .findFirst()
                .map(TextFile::lines)
                .orElse(List.of());
    }

    /** The names under which headings can be reached: small letters, hyphens for spaces, no other marks. */
    static Set<String> anchors(List<String> lines) {
        return outsideOfCode(lines).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ *", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static List<String> outsideOfCode(List<String> lines) {
        List<String> prose = new ArrayList<>();
        boolean inCode = false;
        for (String line : lines) {
            if (line.stripLeading().startsWith("```")) {
                inCode = !inCode;
            } else if (!inCode) {
                prose.add(line);
            }
        }
        return prose;
    }
}
