package io.tidemark.config.architecture.samples.journal;

import java.io.ObjectInputStream;

/** Breaks a rule on purpose. */
public record JournalWithObjectStream(ObjectInputStream stream) {}
