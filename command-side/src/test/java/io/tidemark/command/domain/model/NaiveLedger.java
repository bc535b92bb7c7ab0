package io.tidemark.command.domain.model;

import io.tidemark.command.domain.DrainOrder;
import io.tidemark.command.domain.Rules;
import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All lots of all accounts in one plain list that is searched and sorted anew for everything, with sums that cannot
 * overflow. Shares no code with the domain beyond the messages and the settings.
 */
final class NaiveLedger {

    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    /** What was taken from a lot, as it was before. */
    private record Piece(NaiveLot lot, BigInteger taken) {}

    private final Rules rules;
    private List<NaiveLot> lots = new ArrayList<>();

    NaiveLedger(Rules rules) {
        this.rules = rules;
    }

    /** The lots of an account that have something left. */
    List<NaiveLot> open(String account, String currency) {
        return lots.stream().filter(lot -> lot.isOf(account, currency)).toList();
    }

    /** What is valid at an instant. */
    BigInteger balance(String account, String currency, Instant t) {
        return validAt(t, open(account, currency));
    }

    /** What the given lots have that is valid at an instant. */
    static BigInteger validAt(Instant t, List<NaiveLot> lots) {
        return sum(lots.stream()
                .filter(lot -> lot.isValidAt(t))
                .map(NaiveLot::remaining)
                .toList());
    }

    /** Decides a message and, when it is accepted, changes the lots. */
    Verdict take(MovementCommand command, Instant now) {
        String fault = NaiveCheck.fault(command, rules);
        if (fault != null) {
            return Verdict.refused(fault);
        }
        Instant named = command.effectiveAt();
        Instant at = micros(named == null ? now : named);
        List<NaiveLot> before = List.copyOf(lots);
        List<AccountEvent> events = new ArrayList<>();
        String refusal = switch (command) {
            case GrantCredits grant -> grant(grant, at, events);
            case SpendCredits spend -> spend(spend, at, events);
            case TransferCredits transfer ->
                rules.issuers().contains(transfer.from())
                        ? issue(transfer, at, events)
                        : transfer(transfer, at, events);
        };
        if (refusal != null) {
            lots = new ArrayList<>(before);
            return Verdict.refused(refusal);
        }
        return Verdict.accepted(events);
    }

    private @Nullable String grant(GrantCredits grant, Instant at, List<AccountEvent> events) {
        int index = 0;
        for (GrantCredits.Item item : grant.items()) {
            if (isFull(item.account(), item.currency(), item.amount())) {
                return Verdict.amountOutOfRange(index);
            }
            Instant expiresAt = expiry(item.expiresAt());
            lots.add(lot(item.account(), item.currency(), grant.ref(), index, at, expiresAt, item.amount()));
            events.add(new CreditGranted(
                    item.account(),
                    grant.ref(),
                    index,
                    MovementKind.GRANT,
                    grant.issuer(),
                    item.currency(),
                    item.amount(),
                    expiresAt,
                    at,
                    item.metadata(),
                    notes(grant, events)));
            index++;
        }
        return null;
    }

    private @Nullable String issue(TransferCredits transfer, Instant at, List<AccountEvent> events) {
        int index = 0;
        for (TransferCredits.Item item : transfer.items()) {
            if (isFull(item.to(), item.currency(), item.amount())) {
                return Verdict.amountOutOfRange(index);
            }
            Instant expiresAt = expiry(item.expiresAt());
            lots.add(lot(item.to(), item.currency(), transfer.ref(), index, at, expiresAt, item.amount()));
            events.add(new CreditGranted(
                    item.to(),
                    transfer.ref(),
                    index,
                    MovementKind.TRANSFER,
                    transfer.from(),
                    item.currency(),
                    item.amount(),
                    expiresAt,
                    at,
                    item.metadata(),
                    notes(transfer, events)));
            index++;
        }
        return null;
    }

    private @Nullable String spend(SpendCredits spend, Instant at, List<AccountEvent> events) {
        if (spend.shortfall() == ShortfallPolicy.REJECT) {
            List<NaiveDemand> demands = spend.items().stream()
                    .map(item -> new NaiveDemand(item.account(), item.currency(), item.amount()))
                    .toList();
            String refusal = NaiveDemand.refusal(demands, (account, currency) -> balance(account, currency, at));
            if (refusal != null) {
                return refusal;
            }
        }
        int index = 0;
        for (SpendCredits.Item item : spend.items()) {
            List<Piece> pieces = drain(item.account(), item.currency(), item.amount(), at);
            BigInteger drained = sum(pieces.stream().map(Piece::taken).toList());
            events.add(new CreditSpent(
                    item.account(),
                    spend.ref(),
                    index,
                    item.currency(),
                    item.amount(),
                    drains(pieces),
                    BigInteger.valueOf(item.amount()).subtract(drained).longValueExact(),
                    at,
                    item.metadata(),
                    notes(spend, events)));
            index++;
        }
        return null;
    }

    private @Nullable String transfer(TransferCredits transfer, Instant at, List<AccountEvent> events) {
        List<NaiveDemand> demands = transfer.items().stream()
                .map(item -> new NaiveDemand(transfer.from(), item.currency(), item.amount()))
                .toList();
        String refusal = NaiveDemand.refusal(demands, (account, currency) -> balance(account, currency, at));
        if (refusal != null) {
            return refusal;
        }
        int index = 0;
        int position = 0;
        for (TransferCredits.Item item : transfer.items()) {
            if (isFull(item.to(), item.currency(), item.amount())) {
                return Verdict.amountOutOfRange(position);
            }
            List<Piece> pieces = drain(transfer.from(), item.currency(), item.amount(), at);
            List<NewLot> made = new ArrayList<>();
            for (Piece piece : pieces) {
                Instant expiresAt = earlier(piece.lot().expiresAt(), expiry(item.expiresAt()));
                NewLot last = made.isEmpty() ? null : made.getLast();
                if (last != null && Objects.equals(last.expiresAt(), expiresAt)) {
                    long merged =
                            BigInteger.valueOf(last.amount()).add(piece.taken()).longValueExact();
                    made.set(made.size() - 1, new NewLot(last.ref(), last.index(), merged, expiresAt));
                } else {
                    made.add(new NewLot(transfer.ref(), index, piece.taken().longValueExact(), expiresAt));
                    index++;
                }
            }
            events.add(new Transferred(
                    transfer.from(),
                    transfer.ref(),
                    index,
                    item.to(),
                    item.currency(),
                    item.amount(),
                    drains(pieces),
                    at,
                    item.metadata(),
                    notes(transfer, events)));
            index++;
            events.add(new CreditReceived(
                    item.to(),
                    transfer.ref(),
                    transfer.from(),
                    item.currency(),
                    item.amount(),
                    made,
                    at,
                    item.metadata(),
                    Map.of()));
            for (NewLot lot : made) {
                lots.add(lot(item.to(), item.currency(), lot.ref(), lot.index(), at, lot.expiresAt(), lot.amount()));
            }
            position++;
        }
        return null;
    }

    private List<Piece> drain(String account, String currency, long amount, Instant at) {
        Instant cutover = rules.drainPolicy().cutover();
        boolean byExpiry = cutover == null
                ? rules.drainPolicy().order() == DrainOrder.EXPIRATION_FIRST
                : at.compareTo(cutover) >= 0;
        List<NaiveLot> candidates = open(account, currency).stream()
                .filter(lot -> lot.isValidAt(at))
                .sorted(byExpiry ? NaiveLot.SOONEST_EXPIRY_FIRST : NaiveLot.OLDEST_GRANT_FIRST)
                .toList();
        List<Piece> pieces = new ArrayList<>();
        BigInteger missing = BigInteger.valueOf(amount);
        for (NaiveLot lot : candidates) {
            BigInteger taken = missing.min(lot.remaining());
            if (taken.signum() > 0) {
                pieces.add(new Piece(lot, taken));
                lots.replaceAll(other -> other.isKeyed(account, lot.ref(), lot.index()) ? other.less(taken) : other);
                missing = missing.subtract(taken);
            }
        }
        lots.removeIf(lot -> lot.remaining().signum() == 0);
        return pieces;
    }

    private boolean isFull(String account, String currency, long amount) {
        BigInteger held =
                sum(open(account, currency).stream().map(NaiveLot::remaining).toList());
        return held.add(BigInteger.valueOf(amount)).compareTo(MOST) > 0;
    }

    private static List<LotDrain> drains(List<Piece> pieces) {
        return pieces.stream()
                .map(piece -> new LotDrain(
                        piece.lot().ref(),
                        piece.lot().index(),
                        piece.taken().longValueExact(),
                        piece.lot().grantedAt(),
                        piece.lot().expiresAt()))
                .toList();
    }

    private static NaiveLot lot(
            String account,
            String currency,
            String ref,
            int index,
            Instant at,
            @Nullable Instant expiresAt,
            long amount) {
        return new NaiveLot(account, currency, ref, index, at, expiresAt, BigInteger.valueOf(amount));
    }

    private static Map<String, String> notes(MovementCommand command, List<AccountEvent> events) {
        return events.isEmpty() ? command.metadata() : Map.of();
    }

    private static BigInteger sum(List<BigInteger> amounts) {
        return amounts.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }

    private static Instant micros(Instant instant) {
        return Instant.ofEpochSecond(instant.getEpochSecond(), instant.getNano() / 1_000 * 1_000L);
    }

    private static @Nullable Instant expiry(@Nullable Instant requested) {
        return requested == null ? null : micros(requested);
    }
}
