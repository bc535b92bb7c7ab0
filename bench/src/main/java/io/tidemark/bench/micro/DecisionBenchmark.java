package io.tidemark.bench.micro;

import io.tidemark.command.domain.Account;
import io.tidemark.command.domain.Decision;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** What the domain costs on an account with few and with very many lots. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {

    /** Decides a grant. */
    @Benchmark
    public Decision decideGrant(AccountState state) {
        return state.decider.decide(state.grant, AccountState.NOW, id -> state.account);
    }

    /** Decides a spend that drains a part of one lot. */
    @Benchmark
    public Decision drainOneLot(AccountState state) {
        return state.decider.decide(state.spend, AccountState.NOW, id -> state.account);
    }

    /** Decides a spend that drains five lots. */
    @Benchmark
    public Decision drainFiveLots(AccountState state) {
        return state.decider.decide(state.wideSpend, AccountState.NOW, id -> state.account);
    }

    /** Folds a grant into the account's state. */
    @Benchmark
    public Account foldGrant(AccountState state) {
        return state.account.apply(state.granted);
    }
}
