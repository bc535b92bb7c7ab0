package io.tidemark.server.http.support;

import io.tidemark.config.imports.ImportedMessage;
import io.tidemark.config.imports.RefusalMemory;
import io.tidemark.config.imports.RememberedRefusal;
import io.tidemark.messages.refusal.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What imports were refused, in a map; or a memory that is away. */
public final class RefusalsInMemory implements RefusalMemory {

    private final Map<String, RememberedRefusal> refusals = new ConcurrentHashMap<>();
    private volatile @Nullable RuntimeException outage;

    @Override
    public Optional<RememberedRefusal> find(ImportedMessage message) {
        throwIfAway();
        return Optional.ofNullable(refusals.get(key(message)));
    }

    @Override
    public void remember(ImportedMessage message, Refusal refusal) {
        throwIfAway();
        refusals.put(key(message), new RememberedRefusal(refusal.type(), refusal.detail(), ScriptedLedger.RECORDED));
    }

    /** How many refusals are remembered. */
    public int size() {
        return refusals.size();
    }

    /** From now on every use of it fails so; with {@code null} none does. */
    public void fail(@Nullable RuntimeException failure) {
        outage = failure;
    }

    void forget() {
        refusals.clear();
        outage = null;
    }

    private void throwIfAway() {
        RuntimeException failure = outage;
        if (failure != null) {
            throw failure;
        }
    }

    private static String key(ImportedMessage message) {
        return message.fingerprint() + " " + message.appearance();
    }
}
