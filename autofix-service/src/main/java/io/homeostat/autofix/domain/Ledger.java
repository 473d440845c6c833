package io.homeostat.autofix.domain;

import io.homeostat.common.policy.SlidingWindow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one target, whatever the pattern.
 *
 * @param generation of the last command
 * @param holder key of the remedy whose fix is under way; null: none
 * @param fixes of any outcome within {@link #CHAIN_WINDOW_MS}
 * @param ineffective fixes in a row that did not help
 * @param ineffectiveMs observed time of the last of them
 * @param escalated a person was told of the present chain
 * @param goodFrom append time from which a verified fix was in force: what was seen before it is over; null: none yet
 */
public record Ledger(
        long generation,
        @Nullable String holder,
        SlidingWindow fixes,
        int ineffective,
        long ineffectiveMs,
        boolean escalated,
        @Nullable Instant goodFrom) {

    /** Nothing happened yet. */
    public static final Ledger EMPTY = new Ledger(0, null, SlidingWindow.EMPTY, 0, 0, false, null);

    static final long CHAIN_WINDOW_MS = 4 * 3_600_000L;
    static final int CHAIN_FIXES = 5;
    static final int CHAIN_INEFFECTIVE = 3;

    /** A row of ineffective fixes is an old story after a day. */
    static final long CHAIN_MEMORY_MS = 24 * 3_600_000L;

    /** True if trying again is for a person to decide. */
    boolean isChain(long nowMs) {
        return ineffectiveNow(nowMs) >= CHAIN_INEFFECTIVE || fixes.count(nowMs, CHAIN_WINDOW_MS) >= CHAIN_FIXES;
    }

    int ineffectiveNow(long nowMs) {
        return nowMs - ineffectiveMs < CHAIN_MEMORY_MS ? ineffective : 0;
    }

    Ledger begun(String key, long nowMs) {
        var all = fixes.add(nowMs, CHAIN_WINDOW_MS);
        return new Ledger(generation, key, all, ineffective, ineffectiveMs, escalated, goodFrom);
    }

    Ledger nextGeneration() {
        return new Ledger(generation + 1, holder, fixes, ineffective, ineffectiveMs, escalated, goodFrom);
    }

    Ledger released() {
        return new Ledger(generation, null, fixes, ineffective, ineffectiveMs, escalated, goodFrom);
    }

    Ledger didNotHelp(long nowMs) {
        int inARow = ineffectiveNow(nowMs) + 1;
        return new Ledger(generation, holder, fixes, inARow, nowMs, escalated, goodFrom);
    }

    Ledger helped(Instant from) {
        return new Ledger(generation, holder, fixes, 0, ineffectiveMs, false, from);
    }

    /** The trouble is over. */
    Ledger calm() {
        return new Ledger(generation, holder, fixes, 0, ineffectiveMs, escalated, goodFrom);
    }

    Ledger escalated(boolean told) {
        return new Ledger(generation, holder, fixes, ineffective, ineffectiveMs, told, goodFrom);
    }
}
