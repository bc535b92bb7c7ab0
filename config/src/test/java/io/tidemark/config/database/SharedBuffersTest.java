package io.tidemark.config.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedBuffersTest {

    private static final long GIGABYTE = 1L << 30;

    @Test
    void an_eighth_of_the_memory_is_for_pages() {
        assertThat(SharedBuffers.megabytes(4 * GIGABYTE)).isEqualTo(512);
        assertThat(SharedBuffers.megabytes(8 * GIGABYTE)).isEqualTo(1_024);
    }

    @Test
    void small_and_large_machines_stay_within_bounds() {
        assertThat(SharedBuffers.megabytes(GIGABYTE / 2)).isEqualTo(128);
        assertThat(SharedBuffers.megabytes(512 * GIGABYTE)).isEqualTo(1_024);
    }

    @Test
    void this_machine_has_memory() {
        assertThat(SharedBuffers.megabytes()).isBetween(128L, 1_024L);
    }
}
