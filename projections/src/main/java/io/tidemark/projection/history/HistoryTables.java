package io.tidemark.projection.history;

import io.tidemark.messages.event.AccountEvent;
import io.tidemark.projection.store.Column;
import io.tidemark.projection.store.ProjectionDefinition;
import io.tidemark.projection.store.TableDefinition;
import io.tidemark.projection.store.postgres.FlatJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the history of accounts keeps. */
public final class HistoryTables {

    /** Name of the projection, of its processing group and of its processor. */
    public static final String NAME = "history";

    /** Version of the fold; one that comes to other rows needs another. */
    private static final int VERSION = 1;

    private static final int MOVEMENT_BYTES = 280;
    private static final int MESSAGE_BYTES = 200;

    static final TableDefinition<MovementRow, MovementRow> MOVEMENTS = TableDefinition.<MovementRow>appendOnly(
                    "history.movement")
            .values(List.of(
                    Column.text("account", MovementRow::account),
                    Column.text("ref", MovementRow::ref),
                    Column.integer("movement_index", MovementRow::index),
                    Column.text("currency", MovementRow::currency),
                    Column.text("kind", movement -> movement.kind().code()),
                    Column.bigint("amount", MovementRow::amount),
                    Column.bigint("shortfall", MovementRow::shortfall),
                    Column.text("counterparty", MovementRow::counterparty),
                    Column.bigint("effective_at", MovementRow::effectiveAt),
                    Column.bigint("recorded_at", MovementRow::recordedAt),
                    Column.bigint("seq", MovementRow::seq),
                    Column.bigint("expires_at", MovementRow::expiresAt),
                    Column.json("metadata", movement -> jsonOrNull(movement.metadata()))))
            .bytes(movement -> MOVEMENT_BYTES)
            .writtenInOrderOf(MovementRow::account)
            .indexes(new TableDefinition.Index("history", "(account, effective_at, seq, movement_index)"))
            .build();

    static final TableDefinition<MessageRow, MessageRow> MESSAGES = TableDefinition.<MessageRow>appendOnly(
                    "history.message")
            .values(List.of(
                    Column.text("ref", MessageRow::ref),
                    Column.json("metadata", message -> FlatJson.of(message.metadata()))))
            .bytes(message -> MESSAGE_BYTES)
            .indexes(new TableDefinition.Index("ref", "(ref)"))
            .build();

    private HistoryTables() {}

    /** The history of accounts. */
    public static ProjectionDefinition<AccountEvent> projection() {
        return new ProjectionDefinition<>(NAME, VERSION, List.of(MOVEMENTS, MESSAGES), HistoryHandler::new);
    }

    private static @Nullable String jsonOrNull(Map<String, String> metadata) {
        return metadata.isEmpty() ? null : FlatJson.of(metadata);
    }
}
