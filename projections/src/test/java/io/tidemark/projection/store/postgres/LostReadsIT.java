package io.tidemark.projection.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.projection.live.LiveProjection;
import io.tidemark.projection.store.PositionedEvent;
import io.tidemark.projection.store.StoreFailedException;
import io.tidemark.projection.store.StoreListener;
import io.tidemark.projection.store.postgres.Things.Act;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A database that cannot be reached for a long while. */
class LostReadsIT {

    @Test
    void a_projection_that_could_not_read_for_a_while_goes_on_after_the_next_claim() {
        AtomicBoolean isGone = new AtomicBoolean();
        try (ProbeDatabase database = new ProbeDatabase();
                LiveProjection<Act> live = new LiveProjection<>(
                        database.projection,
                        unreliable(database.dataSource, isGone),
                        ProbeDatabase.SETTINGS,
                        StoreListener.NONE)) {
            Things.schema(Things.ROWS).forEach(database::execute);
            database.run(database.live(), things -> things.rows().insert(Thing.of("a", "x", 1L)));
            Act add = things -> things.rows()
                    .set(things.rows()
                            .getOrThrow(new ThingKey("a", 0), () -> "lost")
                            .withText("y"));
            List<PositionedEvent<Act>> batch = List.of(new PositionedEvent<>(2, Instant.EPOCH, add));
            assertThat(live.claim()).isEqualTo(1);
            isGone.set(true);
            assertThatExceptionOfType(StoreFailedException.class).isThrownBy(() -> live.process(batch));
            assertThat(live.failure()).isNull();

            isGone.set(false);
            assertThat(live.claim()).isEqualTo(1);
            live.process(batch);
            live.release();
            assertThat(database.rows("select text from probe.thing_row")).containsExactly("y");
        }
    }

    private static DataSource unreliable(DataSource dataSource, AtomicBoolean isGone) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (isGone.get() && method.getReturnType() == Connection.class) {
                        throw new SQLException("connection refused", "08001");
                    }
                    try {
                        return method.invoke(dataSource, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
