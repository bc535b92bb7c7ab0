package io.tidemark.command.axon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.common.lock.Lock;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** The accounts that one unit of work has loaded, and their locks, until it ends. */
final class AccountsInUse {

    private static final String RESOURCE = AccountsInUse.class.getName();

    private final Map<String, LiveAccount> accounts = LinkedHashMap.newLinkedHashMap(2);
    private final List<Lock> locks = new ArrayList<>(2);

    private AccountsInUse() {}

    /** Those of a unit of work; from the first call on they follow what becomes of it. */
    static AccountsInUse of(UnitOfWork<?> unitOfWork, AccountRepository repository) {
        return unitOfWork.root().getOrComputeResource(RESOURCE, key -> {
            AccountsInUse inUse = new AccountsInUse();
            unitOfWork.onPrepareCommit(committing -> inUse.accounts.values().forEach(repository::remember));
            unitOfWork.onRollback(failed -> inUse.accounts.values().forEach(repository::forget));
            unitOfWork.root().onCleanup(ended -> inUse.locks.forEach(Lock::release));
            return inUse;
        });
    }

    boolean has(String id) {
        return accounts.containsKey(id);
    }

    /** One that is in use. */
    LiveAccount get(String id) {
        return Objects.requireNonNull(accounts.get(id));
    }

    void lock(String id, LockFactory factory) {
        locks.add(factory.obtainLock(id));
    }

    void add(LiveAccount account) {
        accounts.put(account.id(), account);
    }
}
