package io.tidemark.server.http.problem;

/** Ends the handling of a request, or of one message of a stream, with a problem. */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** Ends it with the given problem. */
    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** Ends it with a problem that has no further fields. */
    public ProblemException(ProblemType type, String detail) {
        this(Problem.of(type, detail));
    }

    /** The problem. */
    public Problem problem() {
        return problem;
    }
}
