package io.tidemark.server.imports;

/** Reads one format of messages, one message a line. Implementations have no state: every line stands alone. */
@FunctionalInterface
public interface LineMapper {

    /**
     * What a line means. Never throws for what a line can hold.
     *
     * @param line the line without its end, in which every character is one that UTF-8 can carry
     */
    MappedLine map(String line);
}
