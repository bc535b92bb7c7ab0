package io.tidemark.command.domain.model;

import io.tidemark.messages.command.MovementCommand;
import java.time.Instant;

/** One step of a run: a message and the time at which the ledger takes it. */
record Step(MovementCommand command, Instant now) {}
