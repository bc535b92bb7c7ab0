package io.tidemark.command.domain.model;

import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import io.tidemark.testkit.EdgeRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Spoils a good message in exactly one place. */
final class MovementFaults {

    private static final List<String> BAD_IDS =
            List.of("", " ", "\0", "a\0", "\ud83d", "a\ude00b", "x".repeat(257), "\ud83d\ude00".repeat(257));
    private static final List<String> OUR_OWN = List.of("@", "@issuance", "@consumption");
    private static final List<String> BAD_CURRENCIES = List.of("", "credit", "A B", "\u0391", "X".repeat(17));
    private static final List<Long> BAD_AMOUNTS = List.of(0L, -1L, Long.MIN_VALUE, Long.MIN_VALUE + 1);
    private static final List<Instant> BAD_TIMES = List.of(
            Instant.parse("0000-12-31T23:59:59.999999999Z"),
            Instant.parse("+10000-01-01T00:00:00Z"),
            Instant.MIN,
            Instant.MAX);
    private static final List<Map<String, String>> BAD_NOTES = List.of(
            Map.of("", "v"),
            Map.of("k".repeat(65), "v"),
            Map.of("k", "v".repeat(1025)),
            Map.of("k", "\0"),
            Map.of("\ud83d", "v"),
            IntStream.range(0, 65).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v")));

    private final EdgeRandom random;

    MovementFaults(EdgeRandom random) {
        this.random = random;
    }

    /** The message with a fault in it. */
    MovementCommand spoil(MovementCommand command) {
        Field field = random.oneOf(List.of(Field.values()));
        return switch (command) {
            case GrantCredits grant -> spoil(grant, field);
            case SpendCredits spend -> spoil(spend, field);
            case TransferCredits transfer -> spoil(transfer, field);
        };
    }

    private MovementCommand spoil(GrantCredits grant, Field field) {
        int at = random.below(grant.size());
        GrantCredits.Item item = grant.items().get(at);
        String ref = field == Field.REF ? random.oneOf(BAD_IDS) : grant.ref();
        String issuer = field == Field.PARTY ? random.oneOf(List.of("nobody", "@mint", "")) : grant.issuer();
        GrantCredits.Item spoilt = new GrantCredits.Item(
                field == Field.ACCOUNT ? badAccount() : item.account(),
                field == Field.AMOUNT ? random.oneOf(BAD_AMOUNTS) : item.amount(),
                field == Field.CURRENCY ? random.oneOf(BAD_CURRENCIES) : item.currency(),
                field == Field.EXPIRY ? random.oneOf(BAD_TIMES) : item.expiresAt(),
                field == Field.ITEM_NOTES ? random.oneOf(BAD_NOTES) : item.metadata());
        return new GrantCredits(
                ref, issuer, time(field, grant), notes(field, grant), items(field, grant.items(), at, spoilt));
    }

    private MovementCommand spoil(SpendCredits spend, Field field) {
        int at = random.below(spend.size());
        SpendCredits.Item item = spend.items().get(at);
        String ref = field == Field.REF ? random.oneOf(BAD_IDS) : spend.ref();
        SpendCredits.Item spoilt = new SpendCredits.Item(
                field == Field.ACCOUNT || field == Field.PARTY ? badAccount() : item.account(),
                field == Field.AMOUNT || field == Field.EXPIRY ? random.oneOf(BAD_AMOUNTS) : item.amount(),
                field == Field.CURRENCY ? random.oneOf(BAD_CURRENCIES) : item.currency(),
                field == Field.ITEM_NOTES ? random.oneOf(BAD_NOTES) : item.metadata());
        return new SpendCredits(
                ref,
                time(field, spend),
                spend.shortfall(),
                notes(field, spend),
                items(field, spend.items(), at, spoilt));
    }

    private MovementCommand spoil(TransferCredits transfer, Field field) {
        int at = random.below(transfer.size());
        TransferCredits.Item item = transfer.items().get(at);
        String ref = field == Field.REF ? random.oneOf(BAD_IDS) : transfer.ref();
        String to = field == Field.ACCOUNT ? badAccount() : field == Field.PARTY ? transfer.from() : item.to();
        TransferCredits.Item spoilt = new TransferCredits.Item(
                to,
                field == Field.AMOUNT ? random.oneOf(BAD_AMOUNTS) : item.amount(),
                field == Field.CURRENCY ? random.oneOf(BAD_CURRENCIES) : item.currency(),
                field == Field.EXPIRY ? random.oneOf(BAD_TIMES) : item.expiresAt(),
                field == Field.ITEM_NOTES ? random.oneOf(BAD_NOTES) : item.metadata());
        return new TransferCredits(
                ref,
                transfer.from(),
                time(field, transfer),
                notes(field, transfer),
                items(field, transfer.items(), at, spoilt));
    }

    private String badAccount() {
        return random.percent(40) ? random.oneOf(OUR_OWN) : random.oneOf(BAD_IDS);
    }

    private @Nullable Instant time(Field field, MovementCommand command) {
        return field == Field.TIME ? random.oneOf(BAD_TIMES) : command.effectiveAt();
    }

    private Map<String, String> notes(Field field, MovementCommand command) {
        return field == Field.NOTES ? random.oneOf(BAD_NOTES) : command.metadata();
    }

    private static <T> List<T> items(Field field, List<T> items, int at, T spoilt) {
        if (field == Field.ITEMS) {
            return List.of();
        }
        List<T> changed = new ArrayList<>(items);
        changed.set(at, spoilt);
        return changed;
    }

    private enum Field {
        REF,
        TIME,
        NOTES,
        PARTY,
        ITEMS,
        ACCOUNT,
        AMOUNT,
        CURRENCY,
        EXPIRY,
        ITEM_NOTES
    }
}
