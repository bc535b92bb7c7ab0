package io.tidemark.config.architecture.samples.command;

import java.sql.Connection;

/** Breaks a rule on purpose. */
public record CommandWithSql(Connection connection) {}
