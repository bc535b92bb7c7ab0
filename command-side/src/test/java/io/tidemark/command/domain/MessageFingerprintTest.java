package io.tidemark.command.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.messages.command.GrantCredits;
import io.tidemark.messages.command.SpendCredits;
import io.tidemark.messages.command.TransferCredits;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageFingerprintTest {

    private static final Instant EXPIRY = Instant.parse("2027-01-01T00:00:00.123456Z");

    @Test
    void a_fingerprint_is_what_it_was_when_the_first_journal_was_written() {
        assertThat(MessageFingerprint.of(new GrantCredits(
                        "grant-1",
                        "mint",
                        List.of(new GrantCredits.Item("alice", 100, EXPIRY), new GrantCredits.Item("bob", 5)))))
                .isEqualTo("7114a81cfadff3ba99c9b5106c4110b3");
        assertThat(MessageFingerprint.of(new SpendCredits("spend-1", List.of(new SpendCredits.Item("zoë", 120)))))
                .isEqualTo("009cca9c4a525b4e5f04fb4db390f7bb");
    }

    @Test
    void a_message_that_is_longer_than_the_first_buffer_has_one_too() {
        assertThat(MessageFingerprint.of(new TransferCredits(
                        "transfer-1",
                        "alice",
                        List.of(new TransferCredits.Item("bob", 20), new TransferCredits.Item("x".repeat(300), 20)))))
                .isEqualTo("396257561d6ddb337ec04a02274c3d3b");
        assertThat(MessageFingerprint.of(
                        new SpendCredits("spend-2", List.of(new SpendCredits.Item("y".repeat(2_000), 7)))))
                .isEqualTo("ef11d2ea3edf80fd0af0f889b5d5b87a");
    }
}
