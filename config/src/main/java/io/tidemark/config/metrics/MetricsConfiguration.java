package io.tidemark.config.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.effect.Effect;
import io.tidemark.projection.rebuild.Rebuilds;
import io.tidemark.query.projections.ProjectionProgress;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The meters, if Micrometer is there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(MeterBinder.class)
public class MetricsConfiguration {

    @Bean
    MeterBinder projectionMeters(List<Rebuilds<AccountEvent>> projections, ProjectionProgress progress) {
        return new ProjectionMeters(projections, progress);
    }

    @Bean
    MeterBinder effectMeters(ObjectProvider<Effect<?, ?>> effects) {
        return new EffectMeters(effects.stream().toList());
    }
}
