package io.tidemark.command.domain.model;

import io.tidemark.command.domain.Account;
import io.tidemark.command.domain.Decision;
import io.tidemark.command.domain.Lot;
import io.tidemark.command.domain.LotBook;
import io.tidemark.command.domain.MovementDecider;
import io.tidemark.command.domain.Rules;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The domain and the naive model side by side. Says the first thing in which they differ. */
final class ModelRun {

    private static final Comparator<Shown> BY_KEY =
            Comparator.comparing(Shown::ref).thenComparingInt(Shown::index);

    private final MovementDecider decider;
    private final Account empty;
    private final NaiveLedger model;
    private final Map<String, Account> accounts = new HashMap<>();
    private final List<AccountEvent> journal = new ArrayList<>();
    private final SortedMap<String, Integer> outcomes = new TreeMap<>();

    /** A run in which the domain has some rules and the model, as a rule, the same. */
    ModelRun(Rules rules, Rules rulesOfModel) {
        this.decider = new MovementDecider(rules);
        this.empty = Account.empty(rules.drainPolicy().orders());
        this.model = new NaiveLedger(rulesOfModel);
    }

    /** What the first steps that differ differ in, or {@code null} when none does. */
    static @Nullable String firstDifference(Rules rules, Rules rulesOfModel, List<Step> steps) {
        ModelRun run = new ModelRun(rules, rulesOfModel);
        for (Step step : steps) {
            String difference = run.take(step);
            if (difference != null) {
                return difference;
            }
        }
        return run.rebuilt();
    }

    NaiveLedger model() {
        return model;
    }

    /** How often each kind of event was recorded and each type of refusal given. */
    SortedMap<String, Integer> outcomes() {
        return outcomes;
    }

    /** Takes a step on both sides. */
    @Nullable
    String take(Step step) {
        try {
            Decision decision = decider.decide(step.command(), step.now(), this::account);
            Verdict verdict = Verdict.of(decision);
            Verdict expected = model.take(step.command(), step.now());
            if (!verdict.equals(expected)) {
                return "the outcome of " + step.command() + "\n  is       " + verdict + "\n  expected " + expected;
            }
            if (!verdict.refusal().isEmpty()) {
                outcomes.merge(verdict.refusal().split(" ", 2)[0], 1, Integer::sum);
            }
            for (AccountEvent event : verdict.events()) {
                journal.add(event);
                outcomes.merge(event.getClass().getSimpleName(), 1, Integer::sum);
                accounts.put(event.account(), account(event.account()).apply(event));
            }
            String unbalanced = unbalanced(verdict.events());
            return unbalanced == null ? differingState(step.now()) : unbalanced;
        } catch (RuntimeException e) {
            return "thrown by " + step.command() + ": " + e;
        }
    }

    /** Whether the state folded from the whole journal differs from the live one. */
    @Nullable
    String rebuilt() {
        Map<String, Account> folded = new HashMap<>();
        for (AccountEvent event : journal) {
            folded.put(
                    event.account(), folded.getOrDefault(event.account(), empty).apply(event));
        }
        for (String account : MovementGenerator.ACCOUNTS) {
            for (String currency : MovementGenerator.CURRENCIES) {
                List<Shown> live = shown(account(account).book(currency).lots());
                List<Shown> again =
                        shown(folded.getOrDefault(account, empty).book(currency).lots());
                if (!again.equals(live)) {
                    return "folded lots of " + account + "\n  are  " + again + "\n  live " + live;
                }
            }
        }
        return null;
    }

    private Account account(String id) {
        return accounts.getOrDefault(id, empty);
    }

    private @Nullable String differingState(Instant now) {
        for (String account : MovementGenerator.ACCOUNTS) {
            for (String currency : MovementGenerator.CURRENCIES) {
                String difference = differingBook(account, currency, now);
                if (difference != null) {
                    return difference;
                }
            }
        }
        return null;
    }

    private @Nullable String differingBook(String account, String currency, Instant now) {
        LotBook book = account(account).book(currency);
        List<Shown> lots = shown(book.lots());
        List<NaiveLot> open = model.open(account, currency);
        List<Shown> expected = open.stream()
                .map(lot -> new Shown(lot.ref(), lot.index(), lot.grantedAt(), lot.expiresAt(), lot.remaining()))
                .sorted(BY_KEY)
                .toList();
        if (!lots.equals(expected)) {
            return "lots of " + account + " in " + currency + "\n  are      " + lots + "\n  expected " + expected;
        }
        if (book.size() != lots.size()) {
            return "size of the book of " + account + " is " + book.size() + ", lots are " + lots.size();
        }
        for (Instant at : Stream.concat(
                        Stream.of(now),
                        MovementGenerator.INSTANTS.stream().skip(1).limit(4))
                .toList()) {
            BigInteger balance = BigInteger.valueOf(book.balanceAt(at));
            BigInteger wanted = NaiveLedger.validAt(at, open);
            if (!balance.equals(wanted)) {
                return "balance of " + account + " in " + currency + " at " + at + " is " + balance + ", expected "
                        + wanted;
            }
        }
        return null;
    }

    private static List<Shown> shown(List<Lot> lots) {
        return lots.stream()
                .map(lot -> new Shown(
                        lot.ref(), lot.index(), lot.grantedAt(), lot.expiresAt(), BigInteger.valueOf(lot.remaining())))
                .sorted(BY_KEY)
                .toList();
    }

    /** An event whose figures do not add up, or a transfer whose other half is missing. */
    private static @Nullable String unbalanced(List<AccountEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            AccountEvent event = events.get(i);
            boolean balanced = switch (event) {
                case CreditGranted granted -> granted.amount() >= 1;
                case CreditSpent spent ->
                    spent.shortfall() >= 0
                            && drained(spent.drains()) == Math.subtractExact(spent.amount(), spent.shortfall());
                case Transferred sent ->
                    drained(sent.drains()) == sent.amount()
                            && i + 1 < events.size()
                            && events.get(i + 1) instanceof CreditReceived received
                            && received.amount() == sent.amount()
                            && received.account().equals(sent.to())
                            && received.from().equals(sent.account());
                case CreditReceived received -> granted(received.lots()) == received.amount();
            };
            if (!balanced) {
                return "debits and credits differ in " + event;
            }
        }
        return null;
    }

    private static long drained(List<LotDrain> drains) {
        return drains.stream().mapToLong(LotDrain::amount).reduce(0, Math::addExact);
    }

    private static long granted(List<NewLot> lots) {
        return lots.stream().mapToLong(NewLot::amount).reduce(0, Math::addExact);
    }

    /** A lot as both sides show it. */
    private record Shown(
            String ref,
            int index,
            Instant grantedAt,
            @Nullable Instant expiresAt,
            BigInteger remaining) {}
}
