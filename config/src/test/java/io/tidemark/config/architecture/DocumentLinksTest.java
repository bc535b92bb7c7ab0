package io.tidemark.config.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.architecture.SourceTree.TextFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Documents link to what is there. */
class DocumentLinksTest {

    private static final List<TextFile> DOCUMENTS = SourceTree.textFiles().stream()
            .filter(file -> file.extension().equals("md"))
            .toList();

    @Test
    void no_link_of_a_document_is_broken() {
        assertThat(DOCUMENTS).hasSizeGreaterThan(5);
        assertThat(DOCUMENTS.stream().flatMap(document -> DocumentLinks.broken(document, SourceTree.ROOT).stream()))
                .isEmpty();
    }

    @Test
    void links_to_missing_files_and_headings_are_found() {
        TextFile document = new TextFile(
                "docs/page.md",
                List.of(
                        "# A title: of this page",
                        "[there](glossary.md) [up](../pom.xml) [here](#a-title-of-this-page)",
                        "[other](glossary.md#the-books) [site](https://example.org/x)",
                        "[gone](missing.md) [no heading](#nowhere) [nor there](glossary.md#nowhere)",
                        "```",
                        "[in code](missing.md)",
                        "```"));

        assertThat(DocumentLinks.broken(document, SourceTree.ROOT))
                .containsExactly(
                        "docs/page.md -> missing.md",
                        "docs/page.md -> #nowhere",
                        "docs/page.md -> glossary.md#nowhere");
    }

    @Test
    void every_decision_is_in_the_list() {
        TextFile list = DOCUMENTS.stream()
                .filter(document -> document.path().equals("docs/decisions/README.md"))
                .findFirst()
                .orElseThrow();

        assertThat(DOCUMENTS)
                .extracting(TextFile::path)
                .filteredOn(path -> path.matches("docs/decisions/[0-9]{4}-.*\\.md"))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(String.join("\n", list.lines()))
                        .contains("(" + path.substring("docs/decisions/".length()) + ")"));
    }
}
