package io.tidemark.projection.store;

import io.tidemark.projection.store.Items.Act;
import io.tidemark.projection.store.ModelOp.Add;
import io.tidemark.projection.store.ModelOp.Event;
import io.tidemark.projection.store.ModelOp.Insert;
import io.tidemark.projection.store.ModelOp.Line;
import io.tidemark.projection.store.ModelOp.Overwrite;
import io.tidemark.projection.store.ModelOp.Put;
import io.tidemark.projection.store.ModelOp.Remove;
import io.tidemark.projection.store.ModelOp.Replace;
import io.tidemark.projection.store.ModelOp.Spend;
import io.tidemark.projection.store.ModelOp.Sum;

/**
 * An event of the model test, as the store is to fold it.
 *
 * @param event the event
 */
record ModelAct(Event event) implements Act {

    @Override
    public void announce(Reads reads, Items items) {
        if (!event.isAnnounced()) {
            return;
        }
        for (ModelOp op : event.ops()) {
            switch (op) {
                case Put put -> reads.row(items.rows(), put.id());
                case Add add -> reads.row(items.rows(), add.id());
                case Spend spend -> reads.row(items.rows(), spend.id());
                case Insert insert -> reads.made(items.rows(), insert.id());
                case Sum sum -> reads.rowsWhere(items.rows(), Filter.equal(Items.OWNER, sum.owner()));
                case Overwrite over -> {}
                case Remove remove -> {}
                case Replace replace -> {}
                case Line line -> {}
            }
        }
    }

    @Override
    public void apply(Items items) {
        event.ops().forEach(op -> apply(op, items));
    }

    private static void apply(ModelOp op, Items items) {
        Table<String, Item> rows = items.rows();
        switch (op) {
            case Put put -> {
                Item old = rows.get(put.id());
                String origin = old == null ? put.origin() : old.origin();
                rows.set(new Item(put.id(), put.owner(), put.tokens(), false, null, origin));
            }
            case Overwrite over -> rows.set(Item.of(over.id(), over.owner(), over.tokens()));
            case Add add -> {
                Item old = rows.get(add.id());
                rows.set(
                        old == null
                                ? new Item(add.id(), "ann", add.tokens(), false, "made", add.origin())
                                : old.with(old.tokens() + add.tokens()));
            }
            case Remove remove -> rows.delete(remove.id());
            case Replace replace -> {
                rows.delete(replace.id());
                rows.set(new Item(replace.id(), replace.owner(), 7, false, "replaced", replace.origin()));
            }
            case Insert insert -> rows.insert(Item.of(insert.id(), insert.owner(), insert.tokens()));
            case Spend spend ->
                rows.set(rows.getOrThrow(spend.id(), () -> spend.id() + " is lost")
                        .spent());
            case Sum sum -> {
                long tokens = 0;
                for (Item item : rows.getWhere(Filter.equal(Items.OWNER, sum.owner()))) {
                    tokens += item.tokens();
                }
                rows.set(Item.of(sum.intoId(), "nobody", tokens));
            }
            case Line line -> items.log().append(line.line());
        }
    }
}
