package io.tidemark.config.sample;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A user's application: it depends on Tidemark's config module and says nothing else. */
@SpringBootApplication
public class SampleApplication {}
