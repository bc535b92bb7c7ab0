package io.tidemark.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A network between a node and its PostgreSQL that breaks on demand, on the loopback. A fault strikes a session of a
 * journal's writer, which is known by the name that it gives itself; other sessions are let through.
 */
final class FaultyNetwork implements AutoCloseable {

    private static final String WRITER = "tidemark journal writer";

    /** Length of the protocol's message that ends a request. */
    private static final int SYNC_BYTES = 5;

    /** What happens to a request of a writer. */
    enum Fault {
        /** Nothing of it arrives, and the connection ends. */
        CUT_BEFORE,
        /** Half of it arrives, and the connection ends. */
        CUT_WITHIN,
        /** It is done, and the connection ends before the answer. */
        CUT_AFTER,
        /** Nothing of it arrives, and the connection stays. */
        SILENT_BEFORE,
        /** It is done, and the connection stays without an answer. */
        SILENT_AFTER,
        /** It is carried out but for its last bytes, which would commit it, and the connection stays. */
        SILENT_BEFORE_COMMIT
    }

    private final ServerSocket listener;
    private final PGSimpleDataSource direct;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger struck = new AtomicInteger();
    private volatile boolean away;
    private volatile boolean untold;
    private volatile Fault fault = Fault.CUT_BEFORE;
    /** Requests of writers until the fault strikes; below 1 when none is to come. */
    private final AtomicInteger countdown = new AtomicInteger();

    FaultyNetwork(DataSource database) {
        direct = (PGSimpleDataSource) database;
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError("cannot listen", e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** The database as it is seen through this network. */
    DataSource dataSource() {
        PGSimpleDataSource seen = new PGSimpleDataSource();
        seen.setServerNames(new String[] {"127.0.0.1"});
        seen.setPortNumbers(new int[] {listener.getLocalPort()});
        seen.setDatabaseName(direct.getDatabaseName());
        seen.setUser(direct.getUser());
        seen.setPassword(direct.getPassword());
        seen.setSslMode("disable");
        seen.setSocketTimeout(20);
        return seen;
    }

    /** Lets a fault strike the writer's nth request from now. */
    void strike(Fault kind, int request) {
        fault = kind;
        countdown.set(request);
    }

    /** From now on the database is not told that a node has gone: as if the node did not run, or its host were lost. */
    void keepsDatabaseSideOpen() {
        untold = true;
    }

    /** How often a fault has struck. */
    int struck() {
        return struck.get();
    }

    /** Ends all connections and refuses new ones until {@link #comeBack()}. */
    void goAway() {
        away = true;
        sessions.forEach(Session::end);
    }

    void comeBack() {
        away = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (away) {
                    client.close();
                } else {
                    new Session(client).start();
                }
            }
        } catch (IOException closed) {
            sessions.forEach(Session::end);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new AssertionError("cannot stop listening", e);
        }
    }

    private final class Session {
        private final Socket client;
        private final Socket server;
        private volatile boolean writer;
        private volatile boolean mute;
        private volatile boolean endsAtAnswer;

        Session(Socket client) throws IOException {
            this.client = client;
            this.server = new Socket(InetAddress.getLoopbackAddress(), direct.getPortNumbers()[0]);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void start() {
            sessions.add(this);
            Thread.ofVirtual().start(() -> pump(client, server, true));
            Thread.ofVirtual().start(() -> pump(server, client, false));
            if (away) {
                end();
            }
        }

        void end() {
            sessions.remove(this);
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new AssertionError("cannot close a socket", e);
                }
            }
        }

        private void pump(Socket from, Socket to, boolean requests) {
            byte[] buffer = new byte[1 << 16];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    byte[] bytes = Arrays.copyOf(buffer, length);
                    if (requests) {
                        request(bytes, out);
                    } else {
                        answer(bytes, out);
                    }
                }
            } catch (SocketException ended) {
                // The other side, or a fault, ended the session.
            } catch (IOException e) {
                throw new AssertionError("the network between node and database has a fault of its own", e);
            } finally {
                if (!requests || !untold) {
                    end();
                }
            }
        }

        private void request(byte[] bytes, OutputStream out) throws IOException {
            boolean strikes = writer && countdown.get() > 0 && countdown.decrementAndGet() == 0;
            if (!strikes) {
                if (!mute) {
                    out.write(bytes);
                }
                writer = writer || new String(bytes, StandardCharsets.ISO_8859_1).contains(WRITER);
                return;
            }
            switch (fault) {
                case CUT_BEFORE -> end();
                case CUT_WITHIN -> {
                    out.write(bytes, 0, bytes.length / 2);
                    end();
                }
                case CUT_AFTER -> {
                    endsAtAnswer = true;
                    out.write(bytes);
                }
                case SILENT_BEFORE -> mute = true;
                case SILENT_AFTER -> {
                    mute = true;
                    out.write(bytes);
                }
                case SILENT_BEFORE_COMMIT -> {
                    mute = true;
                    out.write(bytes, 0, bytes.length - SYNC_BYTES);
                }
            }
            struck.incrementAndGet();
        }

        private void answer(byte[] bytes, OutputStream out) throws IOException {
            if (endsAtAnswer) {
                end();
            } else if (!mute) {
                out.write(bytes);
            }
        }
    }
}
