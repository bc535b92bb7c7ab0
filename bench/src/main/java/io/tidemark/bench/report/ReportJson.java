package io.tidemark.bench.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes the result file. Its names are a contract with those who read it. */
public final class ReportJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            // The file is the caller's to close.
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private ReportJson() {}

    /** Writes a report into a file, in place of what it held. */
    public static void write(Report report, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            write(report, writer);
        }
    }

    static void write(Report report, Writer writer) throws IOException {
        try (JsonGenerator out = JSON.writerWithDefaultPrettyPrinter().createGenerator(writer)) {
            out.writeStartObject();
            out.writeStringProperty("commit", report.commit());
            write(out, report.machine());
            out.writeBooleanProperty("quick", report.quick());
            out.writeArrayPropertyStart("results");
            for (Report.Result result : report.results()) {
                out.writeStartObject();
                out.writeStringProperty("name", result.figure().name());
                out.writeStringProperty("unit", result.figure().unit());
                write(out, result.spread());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeArrayPropertyStart("ratios");
            for (Report.Ratio ratio : report.ratios()) {
                out.writeStartObject();
                out.writeStringProperty("name", ratio.name());
                write(out, ratio.spread());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        writer.write('\n');
    }

    private static void write(JsonGenerator out, Machine machine) {
        out.writeObjectPropertyStart("machine");
        out.writeNumberProperty("cores", machine.cores());
        out.writeNumberProperty("memory_mb", machine.memoryMb());
        out.writeStringProperty("jdk", machine.jdk());
        out.writeStringProperty("postgres", machine.postgres());
        out.writeStringProperty("fsync", machine.fsync());
        out.writeStringProperty("synchronous_commit", machine.synchronousCommit());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Spread spread) {
        out.writeNumberProperty("runs", spread.runs());
        out.writeNumberProperty("median", spread.median());
        out.writeNumberProperty("min", spread.min());
        out.writeNumberProperty("max", spread.max());
    }
}
