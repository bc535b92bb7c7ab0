package io.tidemark.server.http.movements;

import io.tidemark.messages.command.MovementOutcome;
import io.tidemark.messages.command.MovementOutcome.Applied;
import io.tidemark.messages.command.MovementReceipt;
import io.tidemark.messages.command.MovementResult;
import io.tidemark.messages.command.MovementResult.Granted;
import io.tidemark.messages.command.MovementResult.Moved;
import io.tidemark.messages.command.MovementResult.Spent;
import io.tidemark.messages.event.LotDrain;
import io.tidemark.messages.event.NewLot;
import io.tidemark.server.http.json.JsonAnswer;
import java.util.List;

/** Lays receipts out. */
final class MovementAnswers {

    private MovementAnswers() {}

    /** 201 the first time, 200 when the message had been applied before. */
    static int status(MovementOutcome.Applied applied) {
        return applied.repeated() ? 200 : 201;
    }

    /** The answer to one message. */
    static JsonAnswer alone(Applied applied, boolean amountsAsText) {
        JsonAnswer answer = new JsonAnswer(amountsAsText);
        answer.object().text("ref", applied.receipt().ref());
        return receipt(answer, applied.receipt()).endObject();
    }

    /** The answer to one message of many. */
    static JsonAnswer amongMany(Applied applied, boolean amountsAsText) {
        JsonAnswer answer = new JsonAnswer(amountsAsText);
        answer.object().text("ref", applied.receipt().ref()).number("status", status(applied));
        return receipt(answer, applied.receipt()).endObject();
    }

    private static JsonAnswer receipt(JsonAnswer answer, MovementReceipt receipt) {
        answer.text("kind", receipt.kind().code())
                .number("seq_from", receipt.seqFrom())
                .number("seq_to", receipt.seqTo())
                .time("effective_at", receipt.effectiveAt())
                .time("recorded_at", receipt.recordedAt())
                .array("results");
        receipt.results().forEach(result -> result(answer, result));
        return answer.endArray();
    }

    private static void result(JsonAnswer answer, MovementResult result) {
        answer.object();
        switch (result) {
            case Granted granted -> {
                answer.text("account", granted.account()).object("lot");
                lot(answer, granted.lot());
                answer.endObject();
            }
            case Spent spent -> {
                answer.text("account", spent.account()).amount("amount", spent.amount());
                drained(answer, spent.drained());
                answer.amount("shortfall", spent.shortfall());
            }
            case Moved moved -> {
                answer.text("to", moved.to()).amount("amount", moved.amount());
                drained(answer, moved.drained());
                answer.array("granted");
                for (NewLot lot : moved.granted()) {
                    lot(answer.object(), lot);
                    answer.endObject();
                }
                answer.endArray();
            }
        }
        answer.endObject();
    }

    private static void drained(JsonAnswer answer, List<LotDrain> drains) {
        answer.array("drained");
        for (LotDrain drain : drains) {
            answer.object()
                    .text("ref", drain.ref())
                    .number("index", drain.index())
                    .amount("amount", drain.amount())
                    .time("expires_at", drain.expiresAt())
                    .endObject();
        }
        answer.endArray();
    }

    private static void lot(JsonAnswer answer, NewLot lot) {
        answer.text("ref", lot.ref())
                .number("index", lot.index())
                .amount("amount", lot.amount())
                .time("expires_at", lot.expiresAt());
    }
}
