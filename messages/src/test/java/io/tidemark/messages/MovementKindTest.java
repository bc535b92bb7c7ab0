package io.tidemark.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.util.List;
import org.junit.jupiter.api.Test;

class MovementKindTest {

    @Test
    void codes_are_those_that_journals_hold() {
        assertThat(MovementKind.GRANT.code()).isEqualTo("grant");
        assertThat(MovementKind.SPEND.code()).isEqualTo("spend");
        assertThat(MovementKind.TRANSFER.code()).isEqualTo("transfer");
    }

    @Test
    void every_kind_is_found_by_its_code() {
        assertThat(MovementKind.values())
                .allSatisfy(kind -> assertThat(MovementKind.ofCode(kind.code())).isEqualTo(kind));
        assertThat(MovementKind.values()).extracting(MovementKind::code).doesNotHaveDuplicates();
    }

    @Test
    void a_code_is_matched_exactly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovementKind.ofCode("GRANT"))
                .withMessageContaining("'GRANT'");
        assertThatIllegalArgumentException().isThrownBy(() -> MovementKind.ofCode(""));
    }

    @Test
    void commands_say_which_kind_they_are_and_how_many_items_they_have() {
        GrantCredits grant = new GrantCredits("g", "issuer", List.of(new GrantCredits.Item("a", 1)));
        SpendCredits spend = new SpendCredits("s", List.of());
        TransferCredits transfer = new TransferCredits(
                "t", "a", List.of(new TransferCredits.Item("b", 1), new TransferCredits.Item("c", 2)));

        assertThat(grant.kind()).isEqualTo(MovementKind.GRANT);
        assertThat(grant.size()).isEqualTo(1);
        assertThat(spend.kind()).isEqualTo(MovementKind.SPEND);
        assertThat(spend.size()).isZero();
        assertThat(transfer.kind()).isEqualTo(MovementKind.TRANSFER);
        assertThat(transfer.size()).isEqualTo(2);
    }
}
