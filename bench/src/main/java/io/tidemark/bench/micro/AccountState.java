package io.tidemark.bench.micro;

import io.tidemark.command.domain.Account;
import io.tidemark.command.domain.DrainOrder;
import io.tidemark.command.domain.MovementDecider;
import io.tidemark.command.domain.Rules;
import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.event.CreditGranted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An account with lots of 100 units that expire within three months, and messages for it. */
@State(Scope.Thread)
public class AccountState {

    static final String ID = "account-00001";
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final int LIFE_SECONDS = 90 * 24 * 3_600;

    /** Open lots. */
    @Param({"10", "100000"})
    public int lots;

    MovementDecider decider = new MovementDecider(Rules.DEFAULT);
    Account account = Account.empty(Set.of(DrainOrder.EXPIRATION_FIRST));
    SpendCredits spend = new SpendCredits("spend", List.of(new SpendCredits.Item(ID, 50)));
    SpendCredits wideSpend = new SpendCredits("wide-spend", List.of(new SpendCredits.Item(ID, 450)));
    GrantCredits grant =
            new GrantCredits("grant", "bench", List.of(new GrantCredits.Item(ID, 100, NOW.plusSeconds(86_400))));
    CreditGranted granted = granted("granted", NOW.plusSeconds(86_400));

    /** Grants the lots. */
    @Setup(Level.Trial)
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < lots; i++) {
            account = account.apply(granted("lot-" + i, NOW.plusSeconds(1 + random.nextInt(LIFE_SECONDS))));
        }
    }

    private static CreditGranted granted(String ref, Instant expiresAt) {
        return new CreditGranted(
                ID, ref, 0, MovementKind.GRANT, "bench", "CREDIT", 100, expiresAt, NOW, Map.of(), Map.of());
    }
}
