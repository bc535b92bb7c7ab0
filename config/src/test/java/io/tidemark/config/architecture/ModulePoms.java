package io.tidemark.config.architecture;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What the poms say about who may see whom. */
final class ModulePoms {

    /** The modules that each module may depend on. */
    static final Map<String, Set<String>> MAY_SEE = Map.ofEntries(
            entry("messages", Set.of()),
            entry("migrations", Set.of()),
            entry("test-kit", Set.of("messages", "migrations")),
            entry("journal", Set.of("migrations")),
            entry("command-side", Set.of("messages")),
            entry("projections", Set.of("messages", "migrations")),
            entry("query-side", Set.of("messages", "migrations")),
            entry("config", Set.of("messages", "migrations", "journal", "command-side", "projections", "query-side")),
            entry("server", Set.of("config")),
            entry("bench", Set.of("config")));

    private static final String GROUP = "io.tidemark";
    private static final String PREFIX = "tidemark-";
    private static final Set<String> WITH_SPRING = Set.of("config", "server");

    private ModulePoms() {}

    /** The pom of a module, or of the whole project for an empty name. */
    static Element read(String module) {
        try {
            return parse(Files.readString(SourceTree.ROOT.resolve(module).resolve("pom.xml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Element parse(String pom) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(pom)));
            return document.getDocumentElement();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("not a pom", e);
        }
    }

    /** The modules that the project's pom names. */
    static List<String> modules(Element pom) {
        return texts(pom, "modules", "module");
    }

    /** What a module's pom asks for and may not have. */
    static List<String> faults(String module, Element pom) {
        List<String> faults = new ArrayList<>();
        for (Element dependency : children(pom, "dependencies", "dependency")) {
            String group = text(dependency, "groupId");
            String artifact = text(dependency, "artifactId");
            boolean forTests = text(dependency, "scope").equals("test");
            if (group.equals(GROUP)) {
                String seen = artifact.substring(PREFIX.length());
                boolean isTestKit = forTests && seen.equals("test-kit");
                if (!isTestKit && !MAY_SEE.getOrDefault(module, Set.of()).contains(seen)) {
                    faults.add(module + " depends on " + seen);
                }
            }
            if (group.startsWith("org.springframework") && !WITH_SPRING.contains(module)) {
                faults.add(module + " depends on Spring: " + artifact);
            }
        }
        return faults;
    }

    private static List<String> texts(Element parent, String list, String item) {
        return children(parent, list, item).stream()
                .map(element -> element.getTextContent().strip())
                .toList();
    }

    private static String text(Element parent, String child) {
        return elements(parent, child).stream()
                .findFirst()
                .map(element -> element.getTextContent().strip())
                .orElse("");
    }

    private static List<Element> children(Element parent, String list, String item) {
        return elements(parent, list).stream()
                .flatMap(found -> elements(found, item).stream())
                .toList();
    }

    private static List<Element> elements(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList children = parent.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            Node child = children.item(i);
            if (child instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
