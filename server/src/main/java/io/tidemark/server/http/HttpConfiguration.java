package io.tidemark.server.http;

import io.tidemark.server.health.ProjectionsHealthIndicator;
import io.tidemark.server.http.docs.DocsController;
import io.tidemark.server.http.edge.EdgeFilter;
import io.tidemark.server.http.edge.HttpSettings;
import io.tidemark.server.http.edge.ProblemErrorController;
import io.tidemark.server.http.edge.ProblemExceptionResolver;
import io.tidemark.server.http.edge.TomcatEdge;
import io.tidemark.server.http.movements.MovementSender;
import io.tidemark.server.http.movements.MovementStream;
import io.tidemark.server.http.movements.MovementsController;
import io.tidemark.server.http.reads.AccountsController;
import io.tidemark.server.http.reads.JournalController;
import io.tidemark.server.http.reads.LedgerReads;
import io.tidemark.server.http.reads.ProjectionsController;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/**
 * The HTTP interface as beans. It needs a command gateway, a query gateway, an
 * {@link io.tidemark.config.imports.ImportJudge} and a {@link io.tidemark.config.projections.ProjectionControl}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpSettings.class)
@Import({
    MovementSender.class,
    MovementStream.class,
    MovementsController.class,
    LedgerReads.class,
    AccountsController.class,
    JournalController.class,
    ProjectionsController.class,
    DocsController.class,
    ProblemErrorController.class,
    ProjectionsHealthIndicator.class
})
public class HttpConfiguration {

    /** Sees every request first. */
    @Bean
    FilterRegistrationBean<EdgeFilter> edgeFilter() {
        FilterRegistrationBean<EdgeFilter> registration = new FilterRegistrationBean<>(new EdgeFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** Tells exceptions. */
    @Bean
    ProblemExceptionResolver problemExceptionResolver() {
        return new ProblemExceptionResolver();
    }

    /** Sets the container up. */
    @Bean
    TomcatEdge tomcatEdge(HttpSettings settings) {
        return new TomcatEdge(settings);
    }
}
