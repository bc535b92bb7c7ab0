package io.tidemark.server.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** Reads and prints the listing of projections. */
final class Projections {

    private Projections() {}

    /** The server's listing, as it answered. */
    static JsonNode list(LedgerClient client) {
        return client.get(LedgerClient.path("projections"));
    }

    /** The projections in a listing. */
    static JsonNode in(JsonNode listing) {
        return listing.isArray() ? listing : listing.path("items");
    }

    /** The projection of that name; a missing node if there is none. */
    static JsonNode named(String name, JsonNode listing) {
        for (JsonNode projection : in(listing)) {
            if (projection.path("name").asString("").equals(name)) {
                return projection;
            }
        }
        return listing.path(-1);
    }

    static void print(JsonNode listing, PrintWriter out) {
        TextTable table = new TextTable()
                .text("NAME")
                .text("STATE")
                .number("COMMITTED")
                .number("HEAD")
                .number("BEHIND")
                .text("REBUILD")
                .text("ERROR");
        for (JsonNode projection : in(listing)) {
            long committed = projection.path("committed_seq").asLong(0);
            long head = projection.path("head_seq").asLong(0);
            table.row(
                    Figures.text(projection.path("name")),
                    Figures.text(projection.path("state")),
                    Figures.grouped(committed),
                    Figures.grouped(head),
                    Figures.grouped(Math.max(0, head - committed)),
                    rebuild(projection.path("rebuild")),
                    Figures.text(projection.path("error")));
        }
        table.print(out);
    }

    /** How far a rebuild is, for people. */
    static String rebuild(JsonNode rebuild) {
        if (!rebuild.isObject()) {
            return "-";
        }
        String rate = Figures.grouped(rebuild.path("events_per_second")) + " events/s";
        JsonNode eta = rebuild.path("eta_seconds");
        return Figures.grouped(rebuild.path("seq")) + " of " + Figures.grouped(rebuild.path("target_seq")) + ", " + rate
                + (eta.isNumber() ? ", " + eta.asLong() + " s left" : "");
    }
}
