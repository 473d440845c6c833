package io.homeostat.pattern.domain;

/** Operations, exact up to {@value #MAX} each; a worker that claims more cannot make a sum overflow. */
public record Counts(long succeeded, long failed) {

    static final long MAX = 1_000_000_000_000_000L;

    /** None. */
    public static final Counts NONE = new Counts(0, 0);

    public Counts {
        succeeded = Math.clamp(succeeded, 0, MAX);
        failed = Math.clamp(failed, 0, MAX);
    }

    public Counts plus(Counts other) {
        return new Counts(succeeded + other.succeeded, failed + other.failed);
    }

    /** All operations. */
    public long total() {
        return succeeded + failed;
    }
}
