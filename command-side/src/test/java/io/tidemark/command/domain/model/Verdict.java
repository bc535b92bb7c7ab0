package io.tidemark.command.domain.model;

import io.tidemark.command.domain.Decision;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.refusal.Refusal;
import java.math.BigInteger;
import java.util.List;

/**
 * What a message led to, in a form that both sides can state: the events, or the refusal's type, place and figures. The
 * wording of refusals is left out.
 */
record Verdict(List<AccountEvent> events, String refusal) {

    static Verdict accepted(List<AccountEvent> events) {
        return new Verdict(List.copyOf(events), "");
    }

    static Verdict refused(String refusal) {
        return new Verdict(List.of(), refusal);
    }

    static Verdict of(Decision decision) {
        return switch (decision) {
            case Decision.Accepted accepted -> accepted(accepted.events());
            case Decision.Rejected rejected -> refused(stated(rejected.refusal()));
            case Decision.RefTaken taken -> refused("ref taken");
        };
    }

    static String invalidField(String type, String field) {
        return type + " " + field;
    }

    static String invalidAccount(String field, String account) {
        return "invalid-account " + field + " '" + account + "'";
    }

    static String notAnIssuer(String issuer) {
        return "not-an-issuer '" + issuer + "'";
    }

    static String amountOutOfRange(int item) {
        return "amount-out-of-range items[" + item + "].amount";
    }

    static String insufficientCredit(String account, String currency, BigInteger requested, BigInteger available) {
        return "insufficient-credit '" + account + "' " + currency + " " + requested + " of " + available;
    }

    private static String stated(Refusal refusal) {
        return switch (refusal) {
            case Refusal.InvalidField invalid -> invalidField(invalid.type(), invalid.field());
            case Refusal.InvalidAccount invalid -> invalidAccount(invalid.field(), invalid.account());
            case Refusal.NotAnIssuer other -> notAnIssuer(other.issuer());
            case Refusal.AmountOutOfRange amount -> amount.type() + " " + amount.field();
            case Refusal.InsufficientCredit credit ->
                insufficientCredit(
                        credit.account(),
                        credit.currency(),
                        BigInteger.valueOf(credit.requested()),
                        BigInteger.valueOf(credit.available()));
            case Refusal.RefConflict conflict -> throw new AssertionError("the domain knows no refs: " + conflict);
        };
    }
}
