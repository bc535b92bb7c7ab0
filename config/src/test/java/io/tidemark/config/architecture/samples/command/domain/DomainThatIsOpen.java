package io.tidemark.config.architecture.samples.command.domain;

/** Breaks a rule on purpose. */
public class DomainThatIsOpen {}
