package io.tidemark.server.http.problem;

import io.tidemark.messages.refusal.Refusal;
import io.tidemark.messages.refusal.Refusal.AmountOutOfRange;
import io.tidemark.messages.refusal.Refusal.InsufficientCredit;
import io.tidemark.messages.refusal.Refusal.InvalidAccount;
import io.tidemark.messages.refusal.Refusal.InvalidField;
import io.tidemark.messages.refusal.Refusal.NotAnIssuer;
import io.tidemark.messages.refusal.Refusal.RefConflict;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells the ledger's refusals as problems. */
public final class Refusals {

    private Refusals() {}

    /** The problem that a refusal is. */
    public static Problem problemOf(Refusal refusal) {
        ProblemType type = ProblemType.ofSlug(refusal.type())
                .orElseThrow(() -> new IllegalStateException("no problem type for the refusal " + refusal.type()));
        Problem problem = Problem.of(type, refusal.detail());
        return switch (refusal) {
            case InvalidField invalid -> problem.with("field", invalid.field());
            case InvalidAccount invalid ->
                problem.with("account", invalid.account()).with("field", invalid.field());
            case NotAnIssuer other -> problem.with("issuer", other.issuer());
            case RefConflict conflict -> problem.with("ref", conflict.ref()).with("recorded", recorded(conflict));
            case AmountOutOfRange amount -> problem.with("field", amount.field());
            case InsufficientCredit shortage ->
                problem.with("account", shortage.account())
                        .with("currency", shortage.currency())
                        .with("requested", new Problem.Amount(shortage.requested()))
                        .with("available", new Problem.Amount(shortage.available()));
        };
    }

    private static Map<String, Object> recorded(RefConflict conflict) {
        Map<String, Object> recorded = new LinkedHashMap<>();
        recorded.put("kind", conflict.recordedKind().code());
        recorded.put("seq_from", conflict.seqFrom());
        recorded.put("seq_to", conflict.seqTo());
        recorded.put("recorded_at", conflict.recordedAt());
        return recorded;
    }
}
