package io.tidemark.bench.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** What Java threads were doing while they had a processor, sampled by Flight Recorder. */
final class CpuSamples {

    /** From JDK 25 on, on Linux: by processor time, also inside of system calls. */
    private static final String BY_CPU_TIME = "jdk.CPUTimeSample";

    private static final String BY_STATE = "jdk.ExecutionSample";

    private final Shares owners = new Shares();
    private final Shares methods = new Shares();

    /** A recording in progress. */
    static Recording start() {
        Recording recording = new Recording();
        boolean byCpuTime = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .anyMatch(type -> type.getName().equals(BY_CPU_TIME));
        if (byCpuTime) {
            recording.enable(BY_CPU_TIME).with("throttle", "5ms");
        } else {
            recording.enable(BY_STATE).withPeriod(Duration.ofMillis(10));
        }
        recording.start();
        return recording;
    }

    /** Ends a recording and counts its samples. */
    static CpuSamples of(Recording recording) throws IOException {
        Path file = Files.createTempFile("bench-profile-", ".jfr");
        try {
            recording.stop();
            recording.dump(file);
            recording.close();
            CpuSamples samples = new CpuSamples();
            try (RecordingFile events = new RecordingFile(file)) {
                while (events.hasMoreEvents()) {
                    samples.count(events.readEvent());
                }
            }
            return samples;
        } finally {
            Files.delete(file);
        }
    }

    private void count(RecordedEvent event) {
        String type = event.getEventType().getName();
        if (type.equals(BY_CPU_TIME) || type.equals(BY_STATE)) {
            RecordedStackTrace stack = event.getStackTrace();
            if (stack != null) {
                List<String> frames = frames(stack);
                String side = side(event.getThread(type.equals(BY_CPU_TIME) ? "eventThread" : "sampledThread"));
                owners.add(side + ": " + Owner.of(frames), 1);
                methods.add(side + ": " + (frames.isEmpty() ? "?" : frames.getFirst()), 1);
            }
        }
    }

    private static List<String> frames(RecordedStackTrace stack) {
        List<String> frames = new ArrayList<>();
        for (RecordedFrame frame : stack.getFrames()) {
            RecordedMethod method = frame.getMethod();
            frames.add(method.getType().getName() + "." + method.getName());
        }
        return frames;
    }

    private static String side(@Nullable RecordedThread thread) {
        String name = thread == null || thread.getJavaName() == null ? "" : thread.getJavaName();
        if (name.startsWith("caller-")) {
            return "callers";
        }
        if (name.startsWith("tidemark-journal-writer")) {
            return "writer";
        }
        return name.startsWith("ForkJoinPool") || name.isEmpty() ? "scheduler" : "projections and others";
    }

    /** Samples by whose work it was. */
    Shares owners() {
        return owners;
    }

    /** Samples by innermost method. */
    Shares methods() {
        return methods;
    }
}
