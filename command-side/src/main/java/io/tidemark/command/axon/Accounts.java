package io.tidemark.command.axon;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;

/** Where a message's accounts come from. Thread-safe. */
@FunctionalInterface
public interface Accounts {

    /**
     * Loads accounts for the current unit of work, which has them to itself until it ends. An account without events is
     * like a new one.
     *
     * @param ids no account twice; they are locked in this order, which has to be the same for all messages, or two could
     *     wait for each other
     * @return the accounts by id, in this order
     */
    Map<String, Aggregate<AccountAggregate>> loadAll(Collection<String> ids) throws Exception;

    /** Those of one of Axon's repositories, one after the other. */
    static Accounts of(Repository<AccountAggregate> repository, AccountFactory factory) {
        return ids -> {
            Map<String, Aggregate<AccountAggregate>> loaded = LinkedHashMap.newLinkedHashMap(ids.size());
            for (String id : ids) {
                loaded.put(id, repository.loadOrCreate(id, () -> factory.create(id)));
            }
            return loaded;
        };
    }
}
