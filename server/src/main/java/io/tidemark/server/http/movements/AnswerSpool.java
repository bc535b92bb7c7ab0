package io.tidemark.server.http.movements;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers that wait until the sender of the messages reads them. Many clients send everything before they read
 * anything; if the server stopped reading meanwhile, both would wait for ever. So answers wait in memory, then in a
 * temporary file, and only when that is full, too, does whoever appends have to wait. One thread takes; any may append.
 */
final class AnswerSpool implements AutoCloseable {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final int memoryLimit;
    private final long fileLimit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> memory = new ArrayDeque<>();
    private int memoryBytes;
    private @Nullable FileChannel file;
    private long fileFrom;
    private long fileTo;
    private boolean finished;
    private boolean broken;
    private boolean closed;

    /**
     * An empty spool.
     *
     * @param memoryLimit most bytes in memory, but for one answer
     * @param fileLimit most bytes in the file, but for one answer
     */
    AnswerSpool(int memoryLimit, long fileLimit) {
        this.memoryLimit = memoryLimit;
        this.fileLimit = fileLimit;
    }

    /** Puts an answer behind the others; waits while there is no room. After {@link #close()} it goes nowhere. */
    void append(byte[] answer) {
        lock.lock();
        try {
            while (!closed && fileTo - fileFrom >= fileLimit) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                return;
            }
            if (fileTo == fileFrom && memoryBytes < memoryLimit) {
                memory.add(answer);
                memoryBytes += answer.length;
            } else {
                spill(answer);
            }
            changed.signalAll();
        } catch (IOException e) {
            throw new UncheckedIOException("answers cannot be kept for a sender who does not read them", e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says that no more answers come.
     *
     * @param whole whether none is missing
     */
    void end(boolean whole) {
        lock.lock();
        try {
            finished = true;
            broken = !whole;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next bytes, waiting for some; {@code null} after the last.
     *
     * @throws IOException if answers are missing
     */
    byte @Nullable [] take() throws IOException {
        lock.lock();
        try {
            while (memory.isEmpty() && fileTo == fileFrom && !finished) {
                changed.awaitUninterruptibly();
            }
            if (broken) {
                throw new IOException("answers are missing");
            }
            byte[] chunk = memory.isEmpty() ? fromFile() : fromMemory();
            changed.signalAll();
            return chunk.length == 0 ? null : chunk;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what is left, and everything that is appended from now on. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            memory.clear();
            changed.signalAll();
            if (file != null) {
                file.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private byte[] fromMemory() {
        int size = 0;
        int count = 0;
        for (byte[] answer : memory) {
            if (count > 0 && size + answer.length > CHUNK_BYTES) {
                break;
            }
            size += answer.length;
            count++;
        }
        ByteBuffer chunk = ByteBuffer.allocate(size);
        for (int i = 0; i < count; i++) {
            chunk.put(memory.remove());
        }
        memoryBytes -= size;
        return chunk.array();
    }

    private byte[] fromFile() throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, fileTo - fileFrom));
        FileChannel channel = file;
        while (channel != null && chunk.hasRemaining()) {
            int count = channel.read(chunk, fileFrom + chunk.position());
            if (count < 0) {
                throw new IOException("the temporary file of answers was cut short");
            }
        }
        fileFrom += chunk.capacity();
        if (channel != null && fileFrom == fileTo) {
            channel.truncate(0);
            fileFrom = 0;
            fileTo = 0;
        }
        return chunk.array();
    }

    private void spill(byte[] answer) throws IOException {
        FileChannel channel = file;
        if (channel == null) {
            Path path = Files.createTempFile("tidemark-answers", ".ndjson");
            channel = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            file = channel;
        }
        ByteBuffer bytes = ByteBuffer.wrap(answer);
        while (bytes.hasRemaining()) {
            channel.write(bytes, fileTo + bytes.position());
        }
        fileTo += answer.length;
    }
}
