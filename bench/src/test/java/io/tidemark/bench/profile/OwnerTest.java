package io.tidemark.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnerTest {

    @Test
    void the_innermost_frame_that_belongs_to_somebody_owns_a_stack() {
        assertThat(Owner.of(List.of(
                        "java.util.HashMap.get",
                        "org.postgresql.jdbc.PgArray.toBytes",
                        "io.tidemark.journal.WriterConnection.insert")))
                .isEqualTo("JDBC driver");
    }

    @Test
    void a_stack_of_the_platform_alone_belongs_to_nobody() {
        assertThat(Owner.of(List.of("java.util.HashMap.get", "java.lang.Thread.run")))
                .isEqualTo(Owner.OTHER);
    }
}
