package io.tidemark.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.MovementKind;
import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MixTest {

    private static final int COUNT = 20_000;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Mix mix = new Mix(100, new Refs(1));

    @Test
    void half_are_spends_three_tenths_transfers_and_two_tenths_grants() {
        List<MovementKind> kinds =
                commands(mix.uniform()).map(MovementCommand::kind).toList();

        assertThat(share(kinds, MovementKind.SPEND)).isCloseTo(0.5, Offset.offset(0.02));
        assertThat(share(kinds, MovementKind.TRANSFER)).isCloseTo(0.3, Offset.offset(0.02));
        assertThat(share(kinds, MovementKind.GRANT)).isCloseTo(0.2, Offset.offset(0.02));
    }

    @Test
    void refs_are_never_the_same_also_between_salts() {
        Refs other = new Refs(2);
        Set<String> refs =
                commands(mix.uniform()).map(MovementCommand::ref).collect(Collectors.toCollection(HashSet::new));
        for (int i = 0; i < COUNT; i++) {
            refs.add(other.next());
        }

        assertThat(refs).hasSize(2 * COUNT);
    }

    @Test
    void a_transfer_is_never_to_the_account_that_it_is_from() {
        assertThat(commands(mix.uniform())
                        .filter(TransferCredits.class::isInstance)
                        .map(TransferCredits.class::cast))
                .isNotEmpty()
                .noneMatch(transfer -> transfer.items().getFirst().to().equals(transfer.from()));
    }

    @Test
    void the_hot_account_is_the_only_one_in_its_workload() {
        assertThat(commands(mix.oneAccount()).flatMap(MixTest::accounts).distinct())
                .hasSize(1);
    }

    @Test
    void funding_reaches_every_account_once() {
        List<MovementCommand> funding = mix.funding(1_000, 30);

        assertThat(funding).hasSize(4);
        assertThat(funding.stream().flatMap(MixTest::accounts)).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void lots_are_as_many_as_asked_for_and_all_in_one_account() {
        List<MovementCommand> lots = mix.lots(95, 30, random);

        assertThat(lots.stream().mapToInt(MovementCommand::size).sum()).isEqualTo(95);
        assertThat(lots.stream().flatMap(MixTest::accounts).distinct()).hasSize(1);
    }

    @Test
    void a_bulk_message_has_as_many_items_as_asked_for() {
        assertThat(commands(mix.bulk(100)).limit(100))
                .allSatisfy(message -> assertThat(message.size()).isEqualTo(100));
    }

    @Test
    void grants_and_spends_of_one_caller_take_turns_and_are_equal() {
        List<MovementCommand> two = commands(mix.grantAndSpend()).limit(2).toList();

        assertThat(two.getFirst()).isInstanceOf(GrantCredits.class);
        assertThat(((SpendCredits) two.getLast()).items().getFirst().amount())
                .isEqualTo(((GrantCredits) two.getFirst()).items().getFirst().amount());
    }

    private Stream<MovementCommand> commands(Workload workload) {
        return Stream.generate(() -> workload.next(random)).limit(COUNT);
    }

    private static Stream<String> accounts(MovementCommand command) {
        return switch (command) {
            case GrantCredits grant -> grant.items().stream().map(GrantCredits.Item::account);
            case SpendCredits spend -> spend.items().stream().map(SpendCredits.Item::account);
            case TransferCredits transfer -> Stream.of(transfer.from());
        };
    }

    private static double share(List<MovementKind> kinds, MovementKind kind) {
        return (double) Collections.frequency(kinds, kind) / kinds.size();
    }
}
