package io.tidemark.projection.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions on connections of their own. */
final class Transactions {

    private Transactions() {}

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T, X extends Exception> {
        T on(Connection connection) throws SQLException, X;
    }

    /**
     * Runs a transaction. If that fails, the first reason is thrown: what a lost connection says to the clean-up after it
     * would hide that it was lost.
     */
    static <T, X extends Exception> T run(DataSource dataSource, Work<T, X> work) throws SQLException, X {
        try (Connection connection = dataSource.getConnection()) {
            Patience.grant(connection, Patience.WRITE);
            boolean wasAutoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.on(connection);
                connection.commit();
            } catch (Throwable e) {
                rollBack(connection, wasAutoCommit, e);
                throw e;
            }
            connection.setAutoCommit(wasAutoCommit);
            return result;
        }
    }

    private static void rollBack(Connection connection, boolean wasAutoCommit, Throwable reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(wasAutoCommit);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
