package io.tidemark.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.MovementCommand;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MovementLineTest {

    @Test
    void a_grant_has_its_issuer_and_the_expiry_of_items_that_have_one() {
        Instant expiry = Instant.parse("2027-01-01T00:00:00Z");

        assertThat(line(new GrantCredits(
                        "r1", "bench", List.of(new GrantCredits.Item("a", 5, expiry), new GrantCredits.Item("b", 6)))))
                .isEqualTo("{\"kind\":\"grant\",\"ref\":\"r1\",\"issuer\":\"bench\",\"items\":["
                        + "{\"account\":\"a\",\"amount\":5,\"expires_at\":\"2027-01-01T00:00:00Z\"},"
                        + "{\"account\":\"b\",\"amount\":6}]}\n");
    }

    @Test
    void a_spend_and_a_transfer_name_their_accounts() {
        assertThat(line(new SpendCredits("r2", List.of(new SpendCredits.Item("a", 7)))))
                .isEqualTo("{\"kind\":\"spend\",\"ref\":\"r2\",\"items\":[{\"account\":\"a\",\"amount\":7}]}\n");
        assertThat(line(new TransferCredits("r3", "a", List.of(new TransferCredits.Item("b", 8)))))
                .isEqualTo("{\"kind\":\"transfer\",\"ref\":\"r3\",\"from\":\"a\","
                        + "\"items\":[{\"to\":\"b\",\"amount\":8}]}\n");
    }

    private static String line(MovementCommand command) {
        StringBuilder line = new StringBuilder();
        MovementLine.append(line, command);
        return line.toString();
    }
}
