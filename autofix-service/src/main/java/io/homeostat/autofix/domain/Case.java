package io.homeostat.autofix.domain;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.policy.SlidingWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One decision in the making: the situation as it changes, and what was decided so far. It lives within one call of the
 * rules, so that they stay a function of their arguments.
 */
final class Case {

    private final Terms terms;
    private final Now now;
    private final String key;
    private final String target;
    private final List<Decision> decisions = new ArrayList<>();
    private Pattern pattern;
    private List<String> workers;
    private int episode;
    private @Nullable Long lastFixMs;
    private @Nullable String refused;
    private long againMs;
    private @Nullable Course course;
    private Ledger ledger;
    private Rates rates;
    private @Nullable String cause;

    /** @param cause the record that moves it; null where time alone does */
    Case(Situation situation, Terms terms, Now now, @Nullable String cause) {
        var remedy = situation.remedy();
        this.terms = terms;
        this.now = now;
        this.cause = cause;
        this.key = remedy.key();
        this.target = remedy.target();
        this.pattern = remedy.pattern();
        this.workers = remedy.workers();
        this.episode = remedy.episode();
        this.lastFixMs = remedy.lastFixMs();
        this.refused = remedy.refused();
        this.againMs = remedy.againMs();
        this.course = remedy.course();
        this.ledger = situation.ledger();
        this.rates = situation.rates();
    }

    Verdict verdict() {
        var remedy = new Remedy(key, target, pattern, workers, episode, lastFixMs, refused, againMs, course);
        return new Verdict(new Situation(remedy, ledger, rates), decisions);
    }

    Terms terms() {
        return terms;
    }

    Now now() {
        return now;
    }

    String key() {
        return key;
    }

    String target() {
        return target;
    }

    Pattern pattern() {
        return pattern;
    }

    List<String> workers() {
        return workers;
    }

    @Nullable
    Long lastFixMs() {
        return lastFixMs;
    }

    @Nullable
    String refused() {
        return refused;
    }

    Ledger ledger() {
        return ledger;
    }

    Rates rates() {
        return rates;
    }

    boolean isOpen() {
        return course != null;
    }

    Course course() {
        return Objects.requireNonNull(course, "no fix is open");
    }

    /** The fix that was chosen. */
    Plan plan() {
        return Objects.requireNonNull(course().plan(), "no fix was chosen");
    }

    /** Where the open fix stands; null: none is open. */
    @Nullable
    Step step() {
        return course == null ? null : course.step();
    }

    void pattern(Pattern next) {
        pattern = next;
    }

    void workers(List<String> next) {
        workers = next;
    }

    void refused(@Nullable String what) {
        refused = what;
    }

    void again(long observedMs) {
        againMs = observedMs;
    }

    void ledger(UnaryOperator<Ledger> change) {
        ledger = change.apply(ledger);
    }

    void course(UnaryOperator<Course> change) {
        course = change.apply(course());
    }

    void step(Step next) {
        course = course().at(next);
    }

    /** A new proposal: the episode makes its id. */
    void open(@Nullable Plan plan) {
        episode++;
        var id = Ids.of("fix", pattern.patternId(), target, episode);
        course = new Course(id, plan, null, 0, id, null);
        cause = cause == null ? pattern.causeId() : cause; // a proposal of its own accord follows from the pattern
    }

    /** A command of the open fix, with the target's next generation. */
    Step.Sent next(String purpose) {
        ledger = ledger.nextGeneration();
        long lifeSeconds = terms.plane().commandValidSeconds() + Records.ANSWER_MARGIN_SECONDS;
        return new Step.Sent(
                Ids.of("cmd", "FIX", target, course().fixId(), purpose),
                ledger.generation(),
                now.observedMs() + lifeSeconds * 1_000,
                now.in(lifeSeconds));
    }

    /** The fix begins: it takes its slots and its target. */
    void begin() {
        var action = plan().action();
        rates = rates.take(pattern, action, now.observedMs());
        lastFixMs = now.observedMs();
        againMs = Remedy.NEVER;
        refused = null;
        ledger = ledger.begun(key, now.observedMs());
    }

    /** Writes a step of the open fix: its cause is the record that moves it, else the step before. */
    void record(Line line) {
        var current = course();
        var record = Records.step(this, current, cause == null ? current.lastRecord() : cause, line);
        cause = null;
        decisions.add(record);
        course = current.recorded(record.provenance().id());
    }

    void decide(Decision decision) {
        decisions.add(decision);
    }

    /** The fix is over. */
    void close() {
        if (key.equals(ledger.holder())) {
            ledger = ledger.released();
        }
        course = null;
    }

    /** How many fixes of the target count for its chain. */
    int chainFixes() {
        SlidingWindow fixes = ledger.fixes();
        return fixes.count(now.observedMs(), Ledger.CHAIN_WINDOW_MS);
    }
}
