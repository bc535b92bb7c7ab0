package io.tidemark.projection.lots;

import static io.tidemark.projection.lots.Events.CREDIT;
import static io.tidemark.projection.lots.Events.MARCH;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A seeded journal of movements that could have happened, and the plain truth about its lots. */
final class RandomLedger {

    /** Something in the journal that is not the ledger's. */
    record SomethingElse(String what) {}

    private static final class ModelLot {
        final String ref;
        final int index;
        final String currency;
        final @Nullable Instant expiresAt;
        final Instant grantedAt;
        long remaining;

        ModelLot(String ref, int index, String currency, @Nullable Instant expiresAt, Instant grantedAt, long amount) {
            this.ref = ref;
            this.index = index;
            this.currency = currency;
            this.expiresAt = expiresAt;
            this.grantedAt = grantedAt;
            this.remaining = amount;
        }
    }

    private static final int ACCOUNTS = 12;

    private final Random random;
    private final Map<String, List<ModelLot>> lots = new TreeMap<>();
    private final List<Object> events = new ArrayList<>();
    private int messages;

    RandomLedger(long seed, int size) {
        this.random = new Random(seed);
        while (events.size() < size) {
            switch (random.nextInt(8)) {
                case 0 -> events.add(new SomethingElse("note " + events.size()));
                case 1, 2, 3 -> grant();
                case 4, 5 -> spend();
                default -> transfer();
            }
        }
    }

    /** The journal, from seq 1 on. */
    List<Object> events() {
        return events;
    }

    /** {@code account|ref|index|remaining} of all lots, in key order. */
    List<String> remaining() {
        List<String> lines = new ArrayList<>();
        lots.forEach((account, held) ->
                held.forEach(lot -> lines.add(account + "|" + lot.ref + "|" + lot.index + "|" + lot.remaining)));
        lines.sort(null);
        return lines;
    }

    private void grant() {
        String ref = nextRef();
        Map<String, String> notes =
                random.nextBoolean() ? Map.of("note", "grant \"" + ref + "\"\n\\ \u2028 🪙") : Map.of();
        int items = 1 + random.nextInt(3);
        for (int i = 0; i < items; i++) {
            String account = account();
            ModelLot lot = new ModelLot(ref, i, currency(), expiry(), time(), 1 + random.nextInt(1_000));
            held(account).add(lot);
            events.add(new CreditGranted(
                    account,
                    ref,
                    i,
                    MovementKind.GRANT,
                    "issuer",
                    lot.currency,
                    lot.remaining,
                    lot.expiresAt,
                    lot.grantedAt,
                    Map.of("item", Integer.toString(i)),
                    i == 0 ? notes : Map.of()));
        }
    }

    private void spend() {
        String account = account();
        String currency = currency();
        List<LotDrain> drains = drains(account, currency);
        long drained = drains.stream().mapToLong(LotDrain::amount).sum();
        long shortfall = random.nextInt(3) == 0 ? 1 + random.nextInt(50) : drained == 0 ? 1 : 0;
        events.add(new CreditSpent(
                account,
                nextRef(),
                0,
                currency,
                drained + shortfall,
                drains,
                shortfall,
                time(),
                Map.of(),
                Map.of("why", "spent")));
    }

    private void transfer() {
        String from = account();
        String currency = currency();
        List<LotDrain> drains = drains(from, currency);
        if (drains.isEmpty()) {
            return;
        }
        String ref = nextRef();
        String to = account();
        Instant at = time();
        List<NewLot> made = new ArrayList<>();
        for (LotDrain drain : drains) {
            made.add(new NewLot(ref, made.size(), drain.amount(), drain.expiresAt()));
            held(to).add(new ModelLot(ref, made.size() - 1, currency, drain.expiresAt(), at, drain.amount()));
        }
        long amount = drains.stream().mapToLong(LotDrain::amount).sum();
        events.add(
                new Transferred(from, ref, made.size(), to, currency, amount, drains, at, Map.of(), Map.of("a", "b")));
        events.add(new CreditReceived(to, ref, from, currency, amount, made, at, Map.of(), Map.of()));
    }

    private List<LotDrain> drains(String account, String currency) {
        List<LotDrain> drains = new ArrayList<>();
        for (ModelLot lot : held(account)) {
            if (lot.remaining > 0 && lot.currency.equals(currency) && drains.size() < 4 && random.nextBoolean()) {
                long amount = random.nextInt(3) == 0 ? lot.remaining : 1 + random.nextLong(lot.remaining);
                lot.remaining -= amount;
                drains.add(new LotDrain(lot.ref, lot.index, amount, lot.grantedAt, lot.expiresAt));
            }
        }
        return drains;
    }

    private List<ModelLot> held(String account) {
        return lots.computeIfAbsent(account, key -> new ArrayList<>());
    }

    private String account() {
        return "account-" + random.nextInt(ACCOUNTS);
    }

    private String currency() {
        return random.nextInt(5) == 0 ? "GOLD" : CREDIT;
    }

    private String nextRef() {
        return "m" + ++messages;
    }

    private Instant time() {
        return MARCH.plusSeconds(random.nextInt(100_000)).plusNanos(1_000L * random.nextInt(1_000_000));
    }

    private @Nullable Instant expiry() {
        return random.nextInt(3) == 0 ? null : time().plusSeconds(random.nextInt(1_000_000));
    }
}
