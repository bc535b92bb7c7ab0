package io.tidemark.command.domain.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.command.domain.Account;
import io.tidemark.messages.Limits;
import io.tidemark.messages.event.AccountEvent;
import io.tidemark.messages.event.CreditGranted;
import io.tidemark.messages.event.CreditReceived;
import io.tidemark.messages.event.CreditSpent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.messages.event.Transferred;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every lot that events made, with what is left of it: no decisions, only sums. */
final class LotRows {

    /** One lot. */
    record Row(
            String account,
            String ref,
            int index,
            Instant grantedAt,
            @Nullable Instant expiresAt,
            long remaining) {

        boolean isUnexpiredAt(Instant at) {
            return expiresAt == null || expiresAt.isAfter(at);
        }
    }

    private record Key(String account, String ref, int index) {}

    private final Map<Key, Row> rows = new LinkedHashMap<>();

    void apply(AccountEvent event) {
        switch (event) {
            case CreditGranted granted ->
                add(new Row(
                        granted.account(),
                        granted.ref(),
                        granted.index(),
                        granted.effectiveAt(),
                        granted.expiresAt(),
                        granted.amount()));
            case CreditReceived received -> {
                for (NewLot lot : received.lots()) {
                    add(new Row(
                            received.account(),
                            lot.ref(),
                            lot.index(),
                            received.effectiveAt(),
                            lot.expiresAt(),
                            lot.amount()));
                }
            }
            case CreditSpent spent -> drain(spent.account(), spent.drains());
            case Transferred transferred -> drain(transferred.account(), transferred.drains());
        }
    }

    /** All lots. */
    List<Row> all() {
        return List.copyOf(rows.values());
    }

    /** The lots of an account by granted-at, ref and index. */
    List<Row> of(String account) {
        return rows.values().stream()
                .filter(row -> row.account().equals(account))
                .sorted(Comparator.comparing(Row::grantedAt)
                        .thenComparing(Row::ref)
                        .thenComparingInt(Row::index))
                .toList();
    }

    /** What is left of an account's lots that are valid at an instant. */
    long validAt(String account, Instant at) {
        return of(account).stream()
                .filter(row -> row.isUnexpiredAt(at) && !row.grantedAt().isAfter(at))
                .mapToLong(Row::remaining)
                .reduce(0, Math::addExact);
    }

    void assertOpenLotsAre(String account, Account state) {
        List<Row> held = state.book(Limits.DEFAULT_CURRENCY).lots().stream()
                .map(lot -> new Row(account, lot.ref(), lot.index(), lot.grantedAt(), lot.expiresAt(), lot.remaining()))
                .toList();
        List<Row> open = of(account).stream().filter(row -> row.remaining() > 0).toList();
        assertThat(held).containsExactlyInAnyOrderElementsOf(open);
    }

    private void add(Row row) {
        Row before = rows.putIfAbsent(new Key(row.account(), row.ref(), row.index()), row);
        assertThat(before).as("a second lot with the key of " + row).isNull();
    }

    private void drain(String account, List<LotDrain> drains) {
        for (LotDrain drain : new ArrayList<>(drains)) {
            rows.compute(new Key(account, drain.ref(), drain.index()), (key, row) -> {
                assertThat(row).as("the lot drained by " + drain).isNotNull();
                assertThat(row.grantedAt()).isEqualTo(drain.grantedAt());
                assertThat(row.expiresAt()).isEqualTo(drain.expiresAt());
                long left = Math.subtractExact(row.remaining(), drain.amount());
                assertThat(left).as("left of " + row).isNotNegative();
                return new Row(account, row.ref(), row.index(), row.grantedAt(), row.expiresAt(), left);
            });
        }
    }
}
