package io.tidemark.journal;

/** A file is not a journal as it was exported. */
final class ArchiveFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final String finding;

    ArchiveFault(String finding) {
        super(finding, null, false, false);
        this.finding = finding;
    }

    /** What is wrong where the reader stands. */
    String finding() {
        return finding;
    }
}
