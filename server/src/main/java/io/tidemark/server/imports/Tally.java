package io.tidemark.server.imports;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of an import's lines, in constant memory. Safe for many threads. */
final class Tally {

    /** How many lines are named for each type of refusal. */
    private static final int EXAMPLES = 5;

    private static final class Reason {
        private long count;
        private final TreeMap<Long, String> first = new TreeMap<>();
    }

    private final Map<String, Long> ignored = new HashMap<>();
    private final Map<String, Reason> refusals = new HashMap<>();
    private long applied;
    private long repeated;
    private long malformed;
    private long remembered;
    private long lastSeq;

    synchronized void answered(SinkAnswer.Applied answer) {
        if (answer.repeated()) {
            repeated++;
        } else {
            applied++;
        }
        lastSeq = Math.max(lastSeq, answer.seqTo());
    }

    synchronized void remembered() {
        remembered++;
    }

    synchronized void ignored(String why) {
        ignored.merge(why, 1L, Long::sum);
    }

    synchronized void refused(long line, RefusalReason reason, boolean isMalformed) {
        Reason counted = refusals.computeIfAbsent(reason.type(), type -> new Reason());
        counted.count++;
        counted.first.put(line, reason.detail());
        if (counted.first.size() > EXAMPLES) {
            counted.first.pollLastEntry();
        }
        if (isMalformed) {
            malformed++;
        }
    }

    synchronized ImportSummary summary(long lines, @Nullable SinkException failure) {
        Map<String, Long> because = new LinkedHashMap<>();
        ignored.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> because.put(entry.getKey(), entry.getValue()));
        List<ImportSummary.Refusals> reasons = new ArrayList<>();
        refusals.forEach((type, reason) -> {
            List<ImportSummary.Example> first = new ArrayList<>();
            reason.first.forEach((line, detail) -> first.add(new ImportSummary.Example(line, detail)));
            reasons.add(new ImportSummary.Refusals(type, reason.count, List.copyOf(first)));
        });
        reasons.sort(Comparator.comparingLong(ImportSummary.Refusals::count)
                .reversed()
                .thenComparing(ImportSummary.Refusals::type));
        return new ImportSummary(
                lines,
                applied,
                repeated,
                sum(ignored.values()),
                reasons.stream().mapToLong(ImportSummary.Refusals::count).sum(),
                malformed,
                remembered,
                lastSeq,
                Collections.unmodifiableMap(because),
                List.copyOf(reasons),
                failure);
    }

    private static long sum(Iterable<Long> counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
