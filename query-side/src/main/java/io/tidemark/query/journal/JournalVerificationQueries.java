package io.tidemark.query.journal;

import io.tidemark.messages.query.JournalVerification;
import io.tidemark.messages.query.VerifyJournal;
import java.util.function.Supplier;
import org.axonframework.queryhandling.QueryHandler;

/** Answers whether the journal is sound. How it is verified is the journal's to know. Thread-safe. */
public class JournalVerificationQueries {

    private final Supplier<JournalVerification> verification;

    /** A handler that answers with what the given verification finds each time. */
    public JournalVerificationQueries(Supplier<JournalVerification> verification) {
        this.verification = verification;
    }

    /** Verifies the whole journal. */
    @QueryHandler
    public JournalVerification handle(VerifyJournal query) {
        return verification.get();
    }
}
