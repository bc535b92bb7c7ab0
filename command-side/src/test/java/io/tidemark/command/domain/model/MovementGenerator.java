package io.tidemark.command.domain.model;

import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.ShortfallPolicy;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.testkit.EdgeRandom;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages that meet in few accounts, currencies and instants, and that look at what the model holds to ask for
 * exactly that, or one more.
 */
final class MovementGenerator {

    /** An issuer, which has lots like everybody. */
    static final String ISSUER = "mint";

    /** Ids whose order by UTF-16 unit is not their order by code point are among them. */
    static final List<String> ACCOUNTS = List.of("alice", "bob", "\uffffz", "\ud83d\ude00z", ISSUER);

    static final List<String> CURRENCIES = List.of("CREDIT", "GOLD_2");

    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    /** The instants around which everything happens: a message hits one of them, or misses it by a microsecond. */
    static final List<Instant> INSTANTS = IntStream.rangeClosed(-2, 8)
            .mapToObj(i -> START.plus(Duration.ofHours(i)))
            .toList();

    private static final List<String> REF_PREFIXES = List.of("a", "b", "Z", "\uffff", "\ud83d\ude00");
    private static final Map<String, String> NOTE = Map.of("note", "n");

    private final EdgeRandom random;
    private final MovementFaults faults;
    private Instant now = START;
    private int messages;

    MovementGenerator(EdgeRandom random) {
        this.random = random;
        this.faults = new MovementFaults(random);
    }

    /** The next step, given what the model holds. */
    Step next(NaiveLedger ledger) {
        now = random.percent(40) ? now : random.near(now.plusSeconds(random.below(10)));
        messages++;
        int kind = random.below(100);
        MovementCommand command = kind < 35 ? grant(ledger) : kind < 68 ? spend(ledger) : transfer(ledger);
        return new Step(random.percent(5) ? faults.spoil(command) : command, now);
    }

    private GrantCredits grant(NaiveLedger ledger) {
        List<GrantCredits.Item> items = new ArrayList<>();
        for (int i = size(); i > 0; i--) {
            String account = random.oneOf(ACCOUNTS);
            String currency = random.oneOf(CURRENCIES);
            boolean huge = random.percent(2);
            items.add(new GrantCredits.Item(
                    account,
                    huge ? huge(ledger, account, currency) : small(),
                    currency,
                    huge && random.percent(80) ? null : expiry(),
                    notes()));
        }
        return new GrantCredits(ref(), ISSUER, effectiveAt(), notes(), items);
    }

    /** What fills the account to the brim, or one more or less, or just much. */
    private long huge(NaiveLedger ledger, String account, String currency) {
        BigInteger held = ledger.open(account, currency).stream()
                .map(NaiveLot::remaining)
                .reduce(BigInteger.ZERO, BigInteger::add);
        long room = Long.MAX_VALUE - held.longValueExact();
        return random.percent(60) ? random.amountNear(room) : random.amount();
    }

    private SpendCredits spend(NaiveLedger ledger) {
        Instant effectiveAt = effectiveAt();
        String usual = random.oneOf(ACCOUNTS);
        List<SpendCredits.Item> items = new ArrayList<>();
        for (int i = size(); i > 0; i--) {
            String account = random.percent(50) ? usual : random.oneOf(ACCOUNTS);
            String currency = random.oneOf(CURRENCIES);
            items.add(
                    new SpendCredits.Item(account, wanted(ledger, account, currency, effectiveAt), currency, notes()));
        }
        ShortfallPolicy shortfall = random.percent(50) ? ShortfallPolicy.REJECT : ShortfallPolicy.DRAIN_AVAILABLE;
        return new SpendCredits(ref(), effectiveAt, shortfall, notes(), items);
    }

    private TransferCredits transfer(NaiveLedger ledger) {
        Instant effectiveAt = effectiveAt();
        String from = random.oneOf(ACCOUNTS);
        List<String> others =
                ACCOUNTS.stream().filter(account -> !account.equals(from)).toList();
        List<TransferCredits.Item> items = new ArrayList<>();
        for (int i = size(); i > 0; i--) {
            String currency = random.oneOf(CURRENCIES);
            items.add(new TransferCredits.Item(
                    random.oneOf(others),
                    wanted(ledger, from, currency, effectiveAt),
                    currency,
                    random.percent(60) ? null : expiry(),
                    notes()));
        }
        return new TransferCredits(ref(), from, effectiveAt, notes(), items);
    }

    /** All that is there, one more or less, what one lot has, or just some. */
    private long wanted(NaiveLedger ledger, String account, String currency, @Nullable Instant effectiveAt) {
        Instant at = effectiveAt == null ? now : effectiveAt;
        long balance = units(ledger.balance(account, currency, at));
        int choice = random.below(100);
        if (choice < 25) {
            return random.amountNear(balance);
        }
        List<NaiveLot> lots = ledger.open(account, currency);
        if (choice < 45 && !lots.isEmpty()) {
            return random.amountNear(units(random.oneOf(lots).remaining()));
        }
        if (choice < 50) {
            return random.amount();
        }
        return choice < 75 ? Math.max(1, Math.min(small(), balance)) : small();
    }

    private static long units(BigInteger amount) {
        return amount.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }

    private long small() {
        return random.percent(20) ? random.between(1, 2) : random.between(1, 300);
    }

    private int size() {
        return random.percent(55) ? 1 : random.percent(90) ? random.between(2, 4) : random.between(5, 12);
    }

    private @Nullable Instant effectiveAt() {
        return random.percent(40) ? null : random.near(random.oneOf(INSTANTS));
    }

    private @Nullable Instant expiry() {
        return random.percent(30) ? null : random.near(random.oneOf(INSTANTS));
    }

    private Map<String, String> notes() {
        return random.percent(15) ? NOTE : Map.of();
    }

    private String ref() {
        return random.oneOf(REF_PREFIXES) + "-" + messages;
    }
}
