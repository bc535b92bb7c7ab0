package io.tidemark.server.http.docs;

import io.tidemark.server.http.edge.Responses;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The OpenAPI document, and a page that reads it and lets people try each operation. */
@RestController
public class DocsController {

    /** The page runs its own script and style and talks to its own server, and nothing else. */
    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final byte[] openApi = resource("openapi.json");
    private final byte[] page = resource("docs.html");
    private final byte[] script = resource("docs.js");
    private final byte[] style = resource("docs.css");

    /** The interface as an OpenAPI 3.1 document. */
    @GetMapping("/v1/openapi.json")
    public void openApi(HttpServletResponse response) throws IOException {
        Responses.send(response, 200, "application/json", openApi);
    }

    /** The page. */
    @GetMapping("/docs")
    public void page(HttpServletResponse response) throws IOException {
        response.setHeader("Content-Security-Policy", PAGE_POLICY);
        Responses.send(response, 200, "text/html;charset=utf-8", page);
    }

    /** The page's script. */
    @GetMapping("/docs/docs.js")
    public void script(HttpServletResponse response) throws IOException {
        Responses.send(response, 200, "text/javascript;charset=utf-8", script);
    }

    /** The page's style. */
    @GetMapping("/docs/docs.css")
    public void style(HttpServletResponse response) throws IOException {
        Responses.send(response, 200, "text/css;charset=utf-8", style);
    }

    private static byte[] resource(String name) {
        try (InputStream in = DocsController.class.getResourceAsStream("/docs/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks docs/" + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
