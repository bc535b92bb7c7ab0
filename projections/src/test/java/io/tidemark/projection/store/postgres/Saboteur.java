package io.tidemark.projection.store.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;

/** Gives connections that break at commit, before or after the database has done it. */
final class Saboteur {

    /** What a commit does. */
    enum Commit {
        HAPPENS,
        HAPPENS_UNTOLD,
        DOES_NOT_HAPPEN
    }

    private final DataSource dataSource;
    private final Deque<Commit> commits = new ArrayDeque<>();

    Saboteur(DataSource dataSource, Commit... commits) {
        this.dataSource = dataSource;
        this.commits.addAll(List.of(commits));
    }

    /** The data source whose commits break. */
    DataSource sabotaged() {
        return proxy(DataSource.class, dataSource, (proxy, method, arguments) -> {
            Object result = call(dataSource, method, arguments);
            return result instanceof Connection connection ? sabotaged(connection) : result;
        });
    }

    private Connection sabotaged(Connection connection) {
        return proxy(Connection.class, connection, (proxy, method, arguments) -> {
            if (!method.getName().equals("commit")) {
                return call(connection, method, arguments);
            }
            Commit commit = commits.isEmpty() ? Commit.HAPPENS : commits.removeFirst();
            if (commit == Commit.DOES_NOT_HAPPEN) {
                connection.rollback();
            } else {
                connection.commit();
            }
            if (commit != Commit.HAPPENS) {
                connection.abort(Runnable::run);
                throw new SQLException("an I/O error while sending to the backend", "08006");
            }
            return null;
        });
    }

    private static <T> T proxy(Class<T> type, T target, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(target.getClass().getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
