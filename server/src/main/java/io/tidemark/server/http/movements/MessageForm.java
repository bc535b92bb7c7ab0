package io.tidemark.server.http.movements;

import io.tidemark.config.imports.ImportMode;
import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.server.http.json.JsonValue;
import io.tidemark.server.http.movements.Messages.Message;
import io.tidemark.server.http.movements.Messages.Place;
import io.tidemark.server.http.problem.ProblemException;
import io.tidemark.server.http.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of a request are to the ledger, by the header {@code Tidemark-Import}.
 *
 * @param mode for messages of an import; {@code null} for others, which are judged afresh whenever they come
 */
record MessageForm(@Nullable ImportMode mode) {

    /** Messages of no import. */
    static final MessageForm PLAIN = new MessageForm(null);

    private static final String HEADER = "Tidemark-Import";

    /**
     * The form that a request's header names.
     *
     * @throws ProblemException if it names another than there are
     */
    static MessageForm of(HttpServletRequest request) {
        List<String> sent = Collections.list(request.getHeaders(HEADER));
        if (sent.isEmpty()) {
            return PLAIN;
        }
        for (ImportMode mode : ImportMode.values()) {
            if (sent.equals(List.of(mode.code()))) {
                return new MessageForm(mode);
            }
        }
        throw new ProblemException(
                ProblemType.BAD_REQUEST,
                HEADER + " must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(ImportMode.values())
                                        .map(ImportMode::code)
                                        .toList()));
    }

    /**
     * The message that a document is.
     *
     * @param bytes bytes of the document, or 0 when somebody else counts them
     * @param place where it was
     */
    Message read(JsonValue document, int bytes, Place place) {
        try {
            ImportedMessage message = mode == null
                    ? new ImportedMessage(MovementDecoder.decoded(document), 1)
                    : MovementDecoder.imported(document);
            return new Message.Sendable(message, bytes, place);
        } catch (ProblemException e) {
            return new Message.Unreadable(MovementDecoder.refOf(document), e.problem(), place);
        }
    }
}
