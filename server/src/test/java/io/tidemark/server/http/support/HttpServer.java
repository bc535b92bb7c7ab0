package io.tidemark.server.http.support;

import io.tidemark.config.imports.ImportJudge;
import io.tidemark.server.http.HttpConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real server on a port of its own, on top of a {@link ScriptedLedger}. Started once for all test classes; the
 * ledger forgets everything before each test.
 */
public final class HttpServer implements BeforeEachCallback {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** The web server with the interface and nothing of the ledger. Not annotated to be found by a component scan. */
    @EnableAutoConfiguration
    @Import(HttpConfiguration.class)
    static class Application {

        @Bean
        ScriptedLedger ledger() {
            return new ScriptedLedger();
        }

        @Bean
        CommandGateway commandGateway(ScriptedLedger ledger) {
            return ledger.commandGateway();
        }

        @Bean
        RefusalsInMemory refusals() {
            return new RefusalsInMemory();
        }

        @Bean
        ImportJudge importJudge(RefusalsInMemory refusals) {
            return new ImportJudge(refusals);
        }

        @Bean
        QueryGateway queryGateway(ScriptedLedger ledger) {
            return ledger.queryGateway();
        }
    }

    private record Running(ConfigurableApplicationContext context, HttpClient client) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
            context.close();
        }
    }

    private @Nullable Running running;

    @Override
    public void beforeEach(ExtensionContext extension) {
        running = extension
                .getRoot()
                .getStore(ExtensionContext.Namespace.create(HttpServer.class))
                .computeIfAbsent(Running.class, key -> start(), Running.class);
        ledger().reset();
        refusals().forget();
    }

    private static Running start() {
        SpringApplication application = new SpringApplication(Application.class);
        ConfigurableApplicationContext context = application.run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--tidemark.http.body-timeout=2s",
                "--tidemark.http.unread-timeout=30s",
                "--server.max-http-request-header-size=16KB",
                "--server.shutdown=immediate",
                "--spring.threads.virtual.enabled=true",
                "--spring.servlet.multipart.enabled=false",
                "--spring.web.resources.add-mappings=false",
                "--spring.main.banner-mode=off",
                "--spring.autoconfigure.exclude=" + autoConfigurationsOfOthers(),
                "--management.endpoints.web.exposure.include=health,prometheus",
                "--management.endpoint.health.probes.enabled=true",
                "--tidemark.http.progress-interval=20ms",
                "--tidemark.http.answer-timeout=5s",
                "--tidemark.http.array-messages=500");
        return new Running(context, HttpClient.newHttpClient());
    }

    /** Of all auto-configurations on the class path only Boot's own that need no database. */
    private static String autoConfigurationsOfOthers() {
        return StreamSupport.stream(
                        ImportCandidates.load(AutoConfiguration.class, HttpServer.class.getClassLoader())
                                .spliterator(),
                        false)
                .filter(name -> !name.startsWith("org.springframework.boot.")
                        || name.contains(".jdbc.")
                        || name.contains(".flyway.")
                        || name.contains(".transaction."))
                .collect(Collectors.joining(","));
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("the server is not running");
        }
        return running;
    }

    /** What the server is on top of. */
    public ScriptedLedger ledger() {
        return running().context().getBean(ScriptedLedger.class);
    }

    /** What its imports were refused. */
    public RefusalsInMemory refusals() {
        return running().context().getBean(RefusalsInMemory.class);
    }

    /** The server's beans. */
    public ApplicationContext beans() {
        return running().context();
    }

    /** Where the server listens. */
    public int port() {
        return running().context().getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** A request for a path, to be completed. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    /** Gets a path. */
    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    /** Posts JSON. */
    public HttpResponse<String> post(String path, String json) {
        return post(path, "application/json", json);
    }

    /** Posts a body of a media type. */
    public HttpResponse<String> post(String path, String type, String body) {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    /** Posts bytes as JSON. */
    public HttpResponse<String> post(String path, byte[] body) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)));
    }

    /** Sends a request. */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return running().client().send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A connection to write whatever a test likes. */
    public Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Writes bytes (ISO 8859-1) and reads until the server closes the connection. */
    public String raw(String bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** JSON as a tree. */
    public static JsonNode json(String text) {
        return MAPPER.readTree(text);
    }
}
