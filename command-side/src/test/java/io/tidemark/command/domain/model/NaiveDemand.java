package io.tidemark.command.domain.model;

import java.math.BigInteger;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What one item asks of an account. */
record NaiveDemand(String account, String currency, long amount) {

    /** Why the demands of a message cannot be met, or {@code null} when they can. */
    static @Nullable String refusal(List<NaiveDemand> demands, BiFunction<String, String, BigInteger> balance) {
        for (int i = 0; i < demands.size(); i++) {
            if (sumLike(demands.get(i), demands.subList(0, i + 1)).bitLength() > 63) {
                return Verdict.amountOutOfRange(i);
            }
        }
        for (NaiveDemand demand : demands) {
            BigInteger requested = sumLike(demand, demands);
            BigInteger available = balance.apply(demand.account, demand.currency);
            if (available.compareTo(requested) < 0) {
                return Verdict.insufficientCredit(demand.account, demand.currency, requested, available);
            }
        }
        return null;
    }

    private static BigInteger sumLike(NaiveDemand one, List<NaiveDemand> demands) {
        return demands.stream()
                .filter(other -> other.account.equals(one.account) && other.currency.equals(one.currency))
                .map(other -> BigInteger.valueOf(other.amount))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
