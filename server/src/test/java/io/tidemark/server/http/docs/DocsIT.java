package io.tidemark.server.http.docs;

import static io.tidemark.server.http.support.HttpServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.server.http.support.HttpServer;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

class DocsIT {

    @RegisterExtension
    private final HttpServer server = new HttpServer();

    private JsonNode document() {
        return json(server.get("/v1/openapi.json").body());
    }

    @Test
    void every_route_is_documented_and_every_documented_route_is_there() {
        Set<String> documented = new TreeSet<>();
        document()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> documented.add(method + " " + path.getKey())));
        Set<String> routes = new TreeSet<>(
                Set.of("get /actuator/health", "get /actuator/health/readiness", "get /actuator/prometheus"));
        RequestMappingHandlerMapping mapping =
                server.beans().getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        for (RequestMappingInfo route : mapping.getHandlerMethods().keySet()) {
            for (RequestMethod method : route.getMethodsCondition().getMethods()) {
                route.getPatternValues()
                        .forEach(path -> routes.add(method.name().toLowerCase(Locale.ROOT) + " " + path));
            }
        }

        assertThat(documented).isEqualTo(routes);
    }

    @Test
    void every_reference_in_the_document_leads_somewhere() {
        JsonNode document = document();
        Set<String> used = new HashSet<>();
        collectReferences(document, used);

        assertThat(used)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        assertThat(document.get("components").get("schemas").propertyNames().stream()
                        .map(name -> "#/components/schemas/" + name))
                .isSubsetOf(used);
        assertThat(document.get("openapi").asString()).isEqualTo("3.1.0");
        assertThat(document.get("info").get("version").asString()).isNotBlank();
    }

    private static void collectReferences(JsonNode node, Set<String> into) {
        if (node.has("$ref")) {
            into.add(node.get("$ref").asString());
        }
        node.forEach(child -> collectReferences(child, into));
    }

    @Test
    void operations_have_ids_of_their_own_and_a_section() {
        JsonNode document = document();
        Set<String> tags = document.get("tags")
                .valueStream()
                .map(tag -> tag.get("name").asString())
                .collect(Collectors.toSet());
        Set<String> ids = new HashSet<>();
        document.get("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(ids.add(operation.get("operationId").asString())).isTrue();
                    assertThat(tags).contains(operation.get("tags").get(0).asString());
                    assertThat(operation.get("responses").size()).isPositive();
                }));
    }

    @Test
    void the_examples_are_taken() {
        for (String path : new String[] {"/v1/grants", "/v1/spends", "/v1/transfers", "/v1/movements"}) {
            JsonNode content = document().at("/paths").get(path).at("/post/requestBody/content");
            content.properties().forEach(body -> {
                JsonNode example = body.getValue().get("example");
                HttpResponse<String> response =
                        server.post(path, body.getKey(), example.isString() ? example.asString() : example.toString());
                assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
                assertThat(response.body()).doesNotContain("problems");
            });
        }
    }

    @Test
    void the_page_runs_its_own_files_only() {
        HttpResponse<String> page = server.get("/docs");

        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("http:", "https:", "//", " style=", " onclick=");
        Pattern.compile("(?:src|href)=\"([^\"]+)\"")
                .matcher(page.body())
                .results()
                .forEach(link -> assertThat(server.get(link.group(1)).statusCode())
                        .as(link.group(1))
                        .isEqualTo(200));
        assertThat(server.get("/docs/docs.js")
                        .headers()
                        .firstValue("Content-Type")
                        .orElse(""))
                .startsWith("text/javascript");
        assertThat(server.get("/docs/docs.js").body()).doesNotContain("innerHTML", "eval(");
        assertThat(server.get("/docs/docs.css")
                        .headers()
                        .firstValue("Content-Type")
                        .orElse(""))
                .startsWith("text/css");
    }
}
