package io.tidemark.server.imports;

import io.tidemark.config.imports.ImportedMessage;
import java.util.function.Consumer;

/**
 * Where an import sends its messages. Messages that share an account or a ref take effect in the order in which they
 * were sent. A message for which the ledger has no time is sent again until it is answered: under the same ref it has
 * one effect however often it is sent. For one sending thread.
 */
public interface MovementSink extends AutoCloseable {

    /**
     * Takes a message on its way, and waits while there are as many under way as the sink allows.
     *
     * @param answered gets the ledger's answer, on any thread; never called if there is none
     * @throws SinkException if an earlier message failed; nothing more is sent then
     */
    void send(ImportedMessage message, Consumer<SinkAnswer> answered) throws SinkException, InterruptedException;

    /**
     * Waits until every message that was sent is answered.
     *
     * @throws SinkException if a message failed
     */
    void drain() throws SinkException, InterruptedException;

    /**
     * Sends nothing more, and lets go of what the sink holds. Messages that are not answered may or may not have had
     * their effect. May be called by any thread; a send that is waiting fails.
     */
    @Override
    void close();
}
