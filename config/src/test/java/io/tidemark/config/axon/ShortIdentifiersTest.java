package io.tidemark.config.axon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.axonframework.common.IdentifierFactory;
import org.junit.jupiter.api.Test;

class ShortIdentifiersTest {

    @Test
    void axon_finds_them_by_itself() {
        assertThat(IdentifierFactory.getInstance()).isInstanceOf(ShortIdentifiers.class);
    }

    @Test
    void no_two_are_the_same_whichever_thread_or_process_asks() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        ShortIdentifiers one = new ShortIdentifiers();
        ShortIdentifiers other = new ShortIdentifiers();

        IntStream.range(0, 100_000).parallel().forEach(i -> {
            seen.add(one.generateIdentifier());
            seen.add(other.generateIdentifier());
        });

        assertThat(seen).hasSize(200_000);
    }
}
