package io.tidemark.command.axon;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Sets the units of work of a thread aside, so that what runs meanwhile is no part of them: Axon makes a command that is
 * sent from a handler a part of that handler's unit of work, whose events are appended when the handler is done.
 */
final class UnitsOfWorkSetAside {

    private UnitsOfWorkSetAside() {}

    /** Runs something as if no unit of work were under way, and goes on with those that are. */
    static <T> T during(Supplier<T> work) {
        if (!CurrentUnitOfWork.isStarted()) {
            return work.get();
        }
        Deque<UnitOfWork<?>> outermostFirst = new ArrayDeque<>();
        while (CurrentUnitOfWork.isStarted()) {
            UnitOfWork<?> current = CurrentUnitOfWork.get();
            CurrentUnitOfWork.clear(current);
            outermostFirst.push(current);
        }
        try {
            return work.get();
        } finally {
            outermostFirst.forEach(CurrentUnitOfWork::set);
        }
    }
}
