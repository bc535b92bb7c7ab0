package io.tidemark.server.cli;

/** What a command's exit code says. The same in every release, so that scripts can rely on it. */
public final class ExitCode {

    /** The command did what it was asked to do. */
    public static final int OK = 0;

    /** The ledger refused, or the work failed. */
    public static final int FAILED = 1;

    /** The command line is wrong, or the machine lacks something. */
    public static final int USAGE = 2;

    /** No Tidemark server answers, or it is not ready. */
    public static final int UNREACHABLE = 3;

    private ExitCode() {}
}
