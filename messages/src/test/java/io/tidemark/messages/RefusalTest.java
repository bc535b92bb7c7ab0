package io.tidemark.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.refusal.Refusal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalTest {

    @Test
    void types_are_those_of_the_contract() {
        assertThat(new Refusal.InvalidAccount("", "from", "is empty").type()).isEqualTo("invalid-account");
        assertThat(new Refusal.NotAnIssuer("x").type()).isEqualTo("not-an-issuer");
        assertThat(new Refusal.RefConflict("r", MovementKind.GRANT, 1, 2, Instant.EPOCH).type())
                .isEqualTo("ref-conflict");
        assertThat(new Refusal.AmountOutOfRange("items[0].amount", "is 0").type())
                .isEqualTo("amount-out-of-range");
        assertThat(new Refusal.InsufficientCredit("a", "CREDIT", 2, 1).type()).isEqualTo("insufficient-credit");
    }

    @Test
    void details_name_the_ids_and_the_numbers() {
        assertThat(new Refusal.NotAnIssuer("someone").detail()).contains("someone");
        assertThat(new Refusal.RefConflict("r-7", MovementKind.SPEND, 41, 42, Instant.EPOCH).detail())
                .contains("r-7", "spend", "41");
        assertThat(new Refusal.InsufficientCredit("alice", "GOLD", 20, 13).detail())
                .contains("alice", "GOLD", "20", "13");
    }
}
