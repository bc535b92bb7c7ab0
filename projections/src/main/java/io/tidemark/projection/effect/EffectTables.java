package io.tidemark.projection.effect;

import io.tidemark.projection.store.Column;
import io.tidemark.projection.store.TableDefinition;
import java.util.List;

/** Where answers are kept. */
public final class EffectTables {

    private static final int ROW_BYTES = 200;

    static final Column<EffectRow> EFFECT =
            Column.text("effect", row -> row.key().effect());

    static final TableDefinition<EffectKey, EffectRow> ROWS = TableDefinition.<EffectKey, EffectRow>shared(
                    "projection.effect", EffectRow::key)
            .key(List.of(Column.text("effect", EffectKey::effect), Column.text("input_key", EffectKey::input)))
            .values(List.of(
                    Column.text("input", EffectRow::input),
                    Column.<EffectRow>integer("version", EffectRow::version).mutable(),
                    Column.text("output", EffectRow::output).mutable(),
                    Column.<EffectRow>bigint("seq", EffectRow::seq).mutable()))
            .reader(row -> new EffectRow(
                    new EffectKey(row.text("effect"), row.text("input_key")),
                    row.text("input"),
                    Math.toIntExact(row.number("version")),
                    row.text("output"),
                    row.number("seq")))
            .bytes(row -> ROW_BYTES + 2 * row.input().length() + row.output().length())
            .writtenInOrderOf(row -> row.key().order())
            .build();

    private EffectTables() {}

    /** The table that a projection with effects needs among its own. All projections and generations share it. */
    public static TableDefinition<?, ?> answers() {
        return ROWS;
    }
}
