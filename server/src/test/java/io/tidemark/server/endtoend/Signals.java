package io.tidemark.server.endtoend;

import java.io.IOException;

/** Signals to processes that a test has started. */
final class Signals {

    private Signals() {}

    /** Sends one, such as {@code STOP}, to one process. */
    static void send(String signal, long processId) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(processId))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("kill -" + signal + " " + processId + " ended with " + code);
        }
    }
}
