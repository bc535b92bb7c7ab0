package io.tidemark.server.http.edge;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of the HTTP interface, set as {@code tidemark.http.*}.
 *
 * @param messageBytes most bytes of one message: a body, or a line of a stream
 * @param arrayBytes most bytes of an array of messages
 * @param arrayMessages most messages in an array
 * @param streamWindow most messages of one stream that are under way at once
 * @param streamWindowBytes most bytes of the messages of one stream that are under way at once; at least
 *     {@code messageBytes}
 * @param spoolMemoryBytes most bytes of answers that wait in memory for a sender who does not read yet; more wait in a
 *     temporary file
 * @param spoolFileBytes most bytes in that file; beyond it the stream stands still until the sender reads
 * @param bodyTimeout how long a sender may be silent in the middle of a body
 * @param unreadTimeout how long a sender may leave answers unread when no more of them fit into the connection; also
 *     how long it may take over its headers
 * @param answerTimeout how long to wait for an answer from the buses
 * @param progressInterval time between two events of a projection's progress
 */
@ConfigurationProperties("tidemark.http")
public record HttpSettings(
        @DefaultValue("1048576") int messageBytes,
        @DefaultValue("8388608") int arrayBytes,
        @DefaultValue("10000") int arrayMessages,
        @DefaultValue("256") int streamWindow,
        @DefaultValue("8388608") int streamWindowBytes,
        @DefaultValue("1048576") int spoolMemoryBytes,
        @DefaultValue("268435456") long spoolFileBytes,
        @DefaultValue("30s") Duration bodyTimeout,
        @DefaultValue("3m") Duration unreadTimeout,
        @DefaultValue("60s") Duration answerTimeout,
        @DefaultValue("1s") Duration progressInterval) {

    public HttpSettings {
        if (messageBytes < 1 || arrayBytes < 1 || arrayMessages < 1 || streamWindow < 1) {
            throw new IllegalArgumentException("the limits of tidemark.http must be at least 1");
        }
        if (streamWindowBytes < messageBytes) {
            throw new IllegalArgumentException(
                    "tidemark.http.stream-window-bytes must be at least tidemark.http.message-bytes");
        }
    }
}
