package io.tidemark.config.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.architecture.SourceTree.TextFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The source tree is tidy, and each rule about it can fail. */
class TidyTest {

    private static final List<TextFile> FILES = SourceTree.textFiles();

    @TestFactory
    Stream<DynamicTest> the_source_tree_keeps_the_rule() {
        return TidyRule.all().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.name(),
                        () -> assertThat(FILES.stream().flatMap(rule::check)).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> the_rule_finds_an_untidy_file() {
        return TidyRule.all().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.name(), () -> assertThat(rule.check(rule.untidy())).hasSize(1)));
    }

    @Test
    void the_whole_tree_is_seen() {
        assertThat(FILES).extracting(TextFile::path).contains("pom.xml", ".ci/run", "docs/glossary.md");
        assertThat(FILES).filteredOn(TextFile::isMainJava).hasSizeGreaterThan(50);
        assertThat(FILES).extracting(TextFile::path).noneMatch(path -> path.contains("/target/"));
    }

    @Test
    void no_exemption_is_stale() {
        assertThat(FILES)
                .filteredOn(file -> file.lines().size() > TidyRule.MOST_LINES)
                .extracting(TextFile::path)
                .containsAll(TidyRule.LONG_FILES.keySet());
        assertThat(FILES)
                .filteredOn(file -> !TidyRule.longLines(file).isEmpty())
                .extracting(TextFile::path)
                .containsAll(TidyRule.LONG_LINES);
    }

    @Test
    void every_package_says_what_it_holds_and_that_nothing_is_null() {
        Set<String> packages = FILES.stream()
                .filter(TextFile::isMainJava)
                .map(file -> file.path().substring(0, file.path().lastIndexOf('/')))
                .collect(Collectors.toSet());
        Set<String> described = FILES.stream()
                .filter(file -> file.path().endsWith("/package-info.java"))
                .filter(file -> file.lines().contains("@NullMarked")
                        && file.lines().getFirst().startsWith("/**"))
                .map(file -> file.path().substring(0, file.path().lastIndexOf('/')))
                .collect(Collectors.toSet());

        assertThat(packages).isNotEmpty().isSubsetOf(described);
    }
}
