package io.tidemark.bench.load;

import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The movements that are measured. Grants of {@value #GRANT} units that expire within three months, and spends and
 * transfers of 1 to {@value #LARGEST_MOVE}: what comes in is what goes out, so accounts keep a few open lots however long
 * a run is, and a movement often drains more than one. Thread-safe.
 */
public final class Mix {

    private static final long GRANT = 100;
    private static final int LARGEST_MOVE = 79;
    private static final String ISSUER = "bench";
    private static final int LONGEST_LIFE_SECONDS = 90 * 24 * 3_600;

    private final String[] accounts;
    private final Refs refs;
    private final Instant base = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /** Movements between so many accounts. */
    public Mix(int accounts, Refs refs) {
        this.accounts =
                IntStream.range(0, accounts).mapToObj("account-%05d"::formatted).toArray(String[]::new);
        this.refs = refs;
    }

    /** Half spends, three tenths transfers, two tenths grants, each over accounts at random. */
    public Workload uniform() {
        return random -> {
            int share = random.nextInt(10);
            if (share < 5) {
                return spend(random, any(random));
            }
            return share < 8 ? transfer(random) : grant(random, any(random));
        };
    }

    /** All on one account: spends and grants as five to two. A transfer would bring a second account in. */
    public Workload oneAccount() {
        return random -> random.nextInt(7) < 5 ? spend(random, accounts[0]) : grant(random, accounts[0]);
    }

    /** Messages of so many items, each item on an account at random: five messages of spends to two of grants. */
    public Workload bulk(int items) {
        return random -> {
            if (random.nextInt(7) < 5) {
                List<SpendCredits.Item> spends = new ArrayList<>(items);
                for (int i = 0; i < items; i++) {
                    spends.add(new SpendCredits.Item(any(random), amount(random)));
                }
                return new SpendCredits(refs.next(), spends);
            }
            List<GrantCredits.Item> grants = new ArrayList<>(items);
            for (int i = 0; i < items; i++) {
                grants.add(new GrantCredits.Item(any(random), GRANT, expiry(random)));
            }
            return new GrantCredits(refs.next(), ISSUER, grants);
        };
    }

    /** In turns a grant of a lot to the first account and a spend of as much, so the number of lots stays. */
    public Workload grantAndSpend() {
        return new Workload() {
            private boolean granted;

            @Override
            public MovementCommand next(RandomGenerator random) {
                granted = !granted;
                return granted
                        ? grant(random, accounts[0])
                        : new SpendCredits(refs.next(), List.of(new SpendCredits.Item(accounts[0], GRANT)));
            }
        };
    }

    /** Messages that give every account credit that never expires, enough for any run. */
    public List<MovementCommand> funding(long amount, int itemsPerMessage) {
        List<MovementCommand> messages = new ArrayList<>();
        for (int from = 0; from < accounts.length; from += itemsPerMessage) {
            List<GrantCredits.Item> items = new ArrayList<>();
            for (int i = from; i < Math.min(accounts.length, from + itemsPerMessage); i++) {
                items.add(new GrantCredits.Item(accounts[i], amount));
            }
            messages.add(new GrantCredits(refs.next(), ISSUER, items));
        }
        return messages;
    }

    /** Messages that give the first account so many lots. */
    public List<MovementCommand> lots(int lots, int itemsPerMessage, RandomGenerator random) {
        List<MovementCommand> messages = new ArrayList<>();
        for (int from = 0; from < lots; from += itemsPerMessage) {
            List<GrantCredits.Item> items = new ArrayList<>();
            for (int i = from; i < Math.min(lots, from + itemsPerMessage); i++) {
                items.add(new GrantCredits.Item(accounts[0], GRANT, expiry(random)));
            }
            messages.add(new GrantCredits(refs.next(), ISSUER, items));
        }
        return messages;
    }

    private MovementCommand spend(RandomGenerator random, String account) {
        return new SpendCredits(refs.next(), List.of(new SpendCredits.Item(account, amount(random))));
    }

    private MovementCommand grant(RandomGenerator random, String account) {
        return new GrantCredits(refs.next(), ISSUER, List.of(new GrantCredits.Item(account, GRANT, expiry(random))));
    }

    private MovementCommand transfer(RandomGenerator random) {
        int from = random.nextInt(accounts.length);
        int to = (from + 1 + random.nextInt(accounts.length - 1)) % accounts.length;
        return new TransferCredits(
                refs.next(), accounts[from], List.of(new TransferCredits.Item(accounts[to], amount(random))));
    }

    private String any(RandomGenerator random) {
        return accounts[random.nextInt(accounts.length)];
    }

    private static long amount(RandomGenerator random) {
        return 1L + random.nextInt(LARGEST_MOVE);
    }

    private Instant expiry(RandomGenerator random) {
        return base.plusSeconds(3_600L + random.nextInt(LONGEST_LIFE_SECONDS));
    }
}
