package io.tidemark.server.imports;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an import did.
 *
 * @param lines lines read, blank ones too
 * @param applied messages that were applied for the first time
 * @param repeated messages that had been applied before
 * @param ignored messages that are not of the kind to import
 * @param refused messages that were refused, by the mapping or by the ledger
 * @param malformed those of the refused that are no messages at all
 * @param remembered those of the refused that an earlier import was refused, and that were not judged again
 * @param lastSeq highest seq that an applied or repeated message has; 0 if there is none
 * @param ignoredBecause how many were ignored for which reason, most frequent first
 * @param refusals reasons of refusals, most frequent first
 * @param failure why the import ended before its input did; {@code null} if it did not
 */
public record ImportSummary(
        long lines,
        long applied,
        long repeated,
        long ignored,
        long refused,
        long malformed,
        long remembered,
        long lastSeq,
        Map<String, Long> ignoredBecause,
        List<Refusals> refusals,
        @Nullable SinkException failure) {

    /**
     * Refusals of one type.
     *
     * @param type the type of reason
     * @param count how many lines
     * @param first the first lines, ascending
     */
    public record Refusals(String type, long count, List<Example> first) {}

    /**
     * A refused line.
     *
     * @param line its number
     * @param detail why it was refused
     */
    public record Example(long line, String detail) {}

    /** The counts in the form that scripts look for. */
    public String counts() {
        return "applied " + applied + " / repeated " + repeated + " / ignored " + ignored + " / refused " + refused;
    }
}
