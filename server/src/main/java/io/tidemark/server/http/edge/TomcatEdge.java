package io.tidemark.server.http.edge;

import java.time.Duration;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/** Sets Tomcat up so that account ids may hold slashes, and so that its own errors are problems too. */
public final class TomcatEdge implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

    /** Most headers of a request. */
    static final int MOST_HEADERS = 100;

    /** How long a connection without a request is kept. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

    private final HttpSettings settings;

    /** A customizer that sets the timeouts of the settings. */
    public TomcatEdge(HttpSettings settings) {
        this.settings = settings;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addConnectorCustomizers(this::connector);
        factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemErrorReportValve.class.getName());
                host.getPipeline().addValve(new ProblemErrorReportValve());
            }
        });
    }

    private void connector(Connector connector) {
        connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        connector.setProperty("maxHeaderCount", Integer.toString(MOST_HEADERS));
        connector.setXpoweredBy(false);
        set(connector, "keepAliveTimeout", KEEP_ALIVE);
        set(connector, "connectionTimeout", settings.unreadTimeout());
        set(connector, "connectionUploadTimeout", settings.bodyTimeout());
        // Only so does the timeout of bodies hold, and not the one of answers for both.
        connector.setProperty("disableUploadTimeout", "false");
    }

    private static void set(Connector connector, String name, Duration time) {
        connector.setProperty(name, Long.toString(time.toMillis()));
    }
}
