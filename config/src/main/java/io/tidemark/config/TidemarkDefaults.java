package io.tidemark.config;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Settings of Axon that the ledger needs and an application may still override: no Axon Server unless asked for, no call
 * home, and no time-out thread that interrupts a command while its events are being stored.
 */
public final class TidemarkDefaults implements EnvironmentPostProcessor {

    /** Made by Spring Boot. */
    public TidemarkDefaults() {}

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "tidemarkDefaults",
                        Map.of(
                                "axon.axonserver.enabled", "false",
                                "axon.update-check.disabled", "true",
                                "axon.timeout.enabled", "false",
                                "axon.serializer.general", "jackson3",
                                "logging.level.io.zonky", "WARN")));
    }
}
