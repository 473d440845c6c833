package io.homeostat.common.contract;

/** Carries a rejection out of nested reading to the total parse around it; never leaves this package. */
final class RejectedField extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String found;

    RejectedField(String field, String found, String reason) {
        super(reason, null, false, false); // no stack trace: bad input must stay cheap
        this.field = field;
        this.found = found;
    }

    <T> Parsed<T> rejected() {
        return new Parsed.Rejected<>(field, found, String.valueOf(getMessage()));
    }
}
