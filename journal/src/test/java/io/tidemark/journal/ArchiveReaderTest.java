package io.tidemark.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing that differs from what was exported is read as it. */
class ArchiveReaderTest {

    private static final int[] GROUPS = {2, 1, 4};

    private final byte[] file = file();
    private final List<Integer> lineStarts = lineStarts(file);

    /** A small journal with every column in every form. */
    private static byte[] file() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArchiveLine line = new ArchiveLine();
        byte[] hash = new byte[32];
        long seq = 0;
        try {
            line.clear().ascii(ArchiveFormat.HEADER).writeTo(out);
            for (int rows : GROUPS) {
                List<BinaryRow> group = new ArrayList<>();
                HashChain chain = new HashChain(hash, seq + 1, rows);
                for (int i = 1; i <= rows; i++) {
                    group.add(row(seq + i, chain));
                }
                hash = chain.finish();
                ArchiveFormat.group(new StoredGroups.Group(seq + 1, seq + rows, hash), line)
                        .writeTo(out);
                for (BinaryRow row : group) {
                    ArchiveFormat.event(row, line).writeTo(out);
                }
                seq += rows;
            }
            ArchiveFormat.head(new StoredGroups.Head(seq, hash), line).writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static BinaryRow row(long seq, HashChain chain) {
        BinaryRow withoutChecksum = columns(seq);
        withoutChecksum.addInt(0);
        int checksum = chain.add(withoutChecksum);
        BinaryRow row = columns(seq);
        row.addInt(checksum);
        return row;
    }

    private static BinaryRow columns(long seq) {
        boolean first = seq % 2 == 0;
        BinaryRow row = new BinaryRow().clear();
        row.addLong(seq);
        row.addLong(seq / 2);
        row.addLong(1_700_000_000_000_000L + seq);
        add(row, "stream \u0001\"\\ä");
        addIf(first, row, "Account");
        add(row, "id-" + seq);
        add(row, "type");
        addIf(first, row, "1");
        add(row, first ? "{\"a\":[1.5e3, true]}" : "no json");
        addIf(!first, row, first ? "" : "{\"k\":\"v\"}");
        addIf(first, row, "ref-" + seq);
        addIf(first, row, "\u0000\u007f");
        if (first) {
            row.addInt(1);
        } else {
            row.addAbsent();
        }
        return row;
    }

    private static void add(BinaryRow row, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        row.add(bytes, 0, bytes.length);
    }

    private static void addIf(boolean present, BinaryRow row, String text) {
        if (present) {
            add(row, text);
        } else {
            row.addAbsent();
        }
    }

    private static List<Integer> lineStarts(byte[] file) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = 0; i < file.length; i++) {
            if (file[i] == '\n') {
                starts.add(i + 1);
            }
        }
        return starts;
    }

    private record Read(List<String> rows, ArchiveReader reader) {}

    private static Read read(InputStream in) throws IOException, ArchiveFault {
        List<String> rows = new ArrayList<>();
        ArchiveReader reader = new ArchiveReader(
                in,
                new ArchiveReader.Sink() {
                    @Override
                    public void group(StoredGroups.Group group) {
                        rows.add(group.from() + "-" + group.to());
                    }

                    @Override
                    public void event(BinaryRow row) {
                        rows.add(HexFormat.of().formatHex(row.bytes(), 0, row.end()));
                    }
                },
                progress -> {});
        try {
            reader.read();
        } catch (SQLException e) {
            throw new AssertionError("nothing here throws it", e);
        }
        return new Read(rows, reader);
    }

    private static boolean isRefused(byte[] bytes) throws IOException {
        try {
            read(new ByteArrayInputStream(bytes));
            return false;
        } catch (ArchiveFault e) {
            assertThat(e.finding()).isNotBlank();
            return true;
        }
    }

    @Test
    void what_was_exported_is_read_whole_also_when_it_comes_byte_by_byte() throws Exception {
        Read whole = read(new ByteArrayInputStream(file));
        InputStream slow = new ByteArrayInputStream(file) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(1, length));
            }
        };

        assertThat(whole.reader().seq()).isEqualTo(7);
        assertThat(whole.reader().line()).isEqualTo(13);
        assertThat(whole.rows()).hasSize(10).contains("1-2", "3-3", "4-7");
        assertThat(read(slow).rows()).isEqualTo(whole.rows());
    }

    @Test
    void any_one_byte_that_is_changed_is_noticed() throws IOException {
        for (int i = 0; i < file.length; i++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] changed = file.clone();
                changed[i] ^= (byte) (1 << bit);
                assertThat(isRefused(changed)).as("bit %d of byte %d", bit, i).isTrue();
            }
        }
    }

    @Test
    void any_one_byte_that_is_removed_or_doubled_is_noticed() throws IOException {
        for (int i = 0; i < file.length; i++) {
            byte[] removed = new byte[file.length - 1];
            System.arraycopy(file, 0, removed, 0, i);
            System.arraycopy(file, i + 1, removed, i, file.length - i - 1);
            assertThat(isRefused(removed)).as("byte %d removed", i).isTrue();
            byte[] doubled = new byte[file.length + 1];
            System.arraycopy(file, 0, doubled, 0, i + 1);
            System.arraycopy(file, i, doubled, i + 1, file.length - i);
            assertThat(isRefused(doubled)).as("byte %d doubled", i).isTrue();
        }
    }

    @Test
    void a_file_that_ends_anywhere_else_is_noticed() throws IOException {
        for (int end = 0; end < file.length; end++) {
            assertThat(isRefused(Arrays.copyOf(file, end))).as("cut at %d", end).isTrue();
        }
        assertThat(isRefused(Arrays.copyOf(file, file.length + 1))).isTrue();
    }

    @Test
    void any_line_that_is_missing_doubled_or_in_another_place_is_noticed() throws IOException {
        int lines = lineStarts.size() - 1;
        for (int i = 0; i < lines; i++) {
            assertThat(isRefused(lines(without(i)))).as("line %d missing", i).isTrue();
            for (int place = 0; place <= lines; place++) {
                List<Integer> more = new ArrayList<>(without(-1));
                more.add(place, i);
                assertThat(isRefused(lines(more)))
                        .as("line %d again at %d", i, place)
                        .isTrue();
            }
            for (int other = 0; other < i; other++) {
                List<Integer> swapped = new ArrayList<>(without(-1));
                swapped.set(i, other);
                swapped.set(other, i);
                assertThat(isRefused(lines(swapped)))
                        .as("%d and %d swapped", i, other)
                        .isTrue();
            }
        }
    }

    private List<Integer> without(int line) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < lineStarts.size() - 1; i++) {
            if (i != line) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    private byte[] lines(List<Integer> numbers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int number : numbers) {
            int from = lineStarts.get(number);
            out.write(file, from, lineStarts.get(number + 1) - from);
        }
        return out.toByteArray();
    }

    @Test
    void a_fault_of_the_input_is_no_fault_of_the_file() {
        InputStream broken = BreakingInput.failing(file, 100, "gone");
        assertThatThrownBy(() -> read(broken)).isInstanceOf(IOException.class).hasMessage("gone");
    }
}
