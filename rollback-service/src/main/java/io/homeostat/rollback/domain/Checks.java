package io.homeostat.rollback.domain;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.contract.Rollback.Reason;
import io.homeostat.rollback.domain.CheckRecords.Made;
import org.jspecify.annotations.Nullable;

/** Checks: pushed ones count at their time, own ones fill the intervals in which nobody pushed any. */
final class Checks {

    private Checks() {}

    /** Somebody checked. */
    static void pushed(Case on, Input.Checked checked) {
        var check = checked.check();
        var refusal = refusal(on, checked);
        if (refusal != null) {
            if (!EarlyChecks.puts(on, checked, refusal)) {
                on.refuse(CheckRecords.refused(on, check, refusal, checked.coordinates()), null, false);
            }
            return;
        }
        var reading = Reading.of(check, on.terms().policy());
        var made = Made.pushed(check, reading, checked.coordinates());
        var observation = on.observation().remembering(check.checkId());
        long nowMs = on.now().observedMs();
        if (reading.sample() == null) {
            on.watching(observation.with(observation.rhythm().muted()));
            unknown(on, made, Reason.NO_METRICS);
            return;
        }
        on.watching(observation.with(
                observation.rhythm().pushed(nowMs, observation.stepMs(on.terms().policy()))));
        boolean wasDegraded = observation.isDegraded();
        judge(on, made, reading.sample());
        var after = on.session().observation();
        if (after != null && after.isDegraded() != wasDegraded) {
            on.watching(after.repaced(nowMs));
        }
    }

    private static @Nullable Reason refusal(Case on, Input.Checked checked) {
        var check = checked.check();
        var session = on.present();
        var named = check.promotionId();
        if (session == null) {
            return named == null ? Reason.OUT_OF_SESSION : Reason.UNKNOWN_PROMOTION;
        }
        if (named != null && !named.equals(session.trial().promotionId())) {
            return Reason.UNKNOWN_PROMOTION;
        }
        var watched = session.observation();
        if (watched == null || isLate(on, session, checked)) {
            return Reason.OUT_OF_SESSION;
        }
        if (check.version() != null && !check.version().equals(watched.version())) {
            return Reason.WRONG_VERSION;
        }
        return watched.knows(check.checkId()) ? Reason.DUPLICATE : null;
    }

    /** After the grace period no check counts, unless it was appended within it or a rollback still waits. */
    private static boolean isLate(Case on, Session session, Input.Checked checked) {
        var policy = on.terms().policy();
        boolean over = on.now().observedMs() > session.graceEndMs(policy)
                && checked.at().isAfter(session.startedAt().plusMillis(policy.gracePeriodMs()));
        return session.isOpen() && !session.isReversing() && over;
    }

    /** pattern-service measured a version; of interest is only the watched one, since it is watched. */
    static void measured(Case on, Input.Rated rated) {
        var session = on.present();
        var watched = session == null ? null : session.observation();
        if (watched != null
                && watched.version().equals(rated.rate().version())
                && rated.observedMs() >= watched.sinceMs()) {
            var provenance = rated.rate().provenance();
            var id = provenance == null ? rated.coordinates() : provenance.id();
            on.watching(watched.with(watched.rates().with(rated.rate(), id)));
        }
    }

    /** The present interval ended: a check of our own where there are data, else it stays empty. */
    static void closeInterval(Case on) {
        var policy = on.terms().policy();
        var observation = on.observation();
        var rhythm = observation.rhythm();
        long end = observation.dueMs(policy);
        boolean unseen = wasUnseen(on, end);
        long next = unseen ? Math.max(end, on.now().observedMs()) : end;
        if (rhythm.pushed()) {
            on.watching(observation.with(rhythm.next(next)));
            return;
        }
        var window = observation.rates().speaking(on.now().at().toEpochMilli(), policy.checkIntervalMs());
        if (window != null) {
            var sample = new Sample(
                    true,
                    Ratio.of(window.failed(), window.operations()),
                    observation.rates().uncounted());
            on.watching(observation.with(rhythm.next(next)).ownRecord());
            var why = window.failed() + " of " + window.operations() + " operations failed";
            judge(on, Made.own(observation.own() + 1, sample, why, window.id()), sample);
        } else if (rhythm.mute() || unseen) {
            on.watching(observation.with(rhythm.next(next))); // said already, or not to be judged
        } else {
            empty(on, observation.with(rhythm.nextAfterNothing(next)));
        }
    }

    /** Nobody could look when the interval ended, or the policy has only now made it so short: absence tells nothing. */
    private static boolean wasUnseen(Case on, long end) {
        long longestStepMs = 2 * on.terms().plane().tickMs();
        long step = on.observation().stepMs(on.terms().policy());
        return end < on.now().liveSinceMs() || end + step < on.now().observedMs() - longestStepMs;
    }

    private static void empty(Case on, Observation observation) {
        if (!observation.isUnknown()) {
            on.watching(observation);
            return;
        }
        on.watching(observation.ownRecord());
        var cause = on.session().lastRecord();
        unknown(on, Made.own(observation.own() + 1, null, "neither checks nor data", cause), Reason.NO_DATA);
    }

    private static void judge(Case on, Made made, Sample sample) {
        var before = on.observation();
        var policy = on.terms().policy();
        var observation = before.sampled(sample, policy);
        var verdict = VerdictRules.judge(observation.samples(), policy);
        on.watching(observation.judged(verdict.decision()));
        boolean isOurs = on.session().isOpen();
        boolean grave = verdict.decision().compareTo(Rollback.Decision.ESCALATE) >= 0;
        if (isOurs && grave) {
            on.trouble();
        }
        on.record(CheckRecords.judged(on, made, verdict), null, isOurs && grave);
        if (isOurs && before.isSilent()) {
            on.reportSilence(FailureKind.BACK_TO_NORMAL, "The version is heard of again");
        }
        if (isOurs) {
            act(on, verdict);
        }
    }

    private static void unknown(Case on, Made made, Reason reason) {
        on.watching(on.observation().unknown());
        var observation = on.observation();
        var numbers = VerdictRules.judge(observation.samples(), on.terms().policy());
        on.record(CheckRecords.judged(on, made, numbers.unknown(reason)), null, false);
        if (on.session().isOpen() && observation.unknowns() == Observation.UNKNOWNS_MAX) {
            on.reportSilence(
                    FailureKind.NO_DATA,
                    "Nothing is known of version " + observation.version() + ": " + observation.unknowns()
                            + " checks in a row could not be made");
        }
    }

    private static void act(Case on, Verdict verdict) {
        switch (verdict.decision()) {
            case ESCALATE -> escalate(on, verdict);
            case ROLLBACK -> {
                on.persists(verdict.reason().name());
                Reversals.want(on, verdict.reason());
            }
            case UNKNOWN, HEALTHY, DEGRADED -> {}
        }
    }

    /**
     * Once per session, whatever else goes on: the switch is asked for and a person is called; the watch goes on. The two
     * are latched apart: a rehearsal calls, but does not use up what the real thing has to ask for.
     */
    private static void escalate(Case on, Verdict verdict) {
        if (on.session().signalled() == null) {
            on.signal(verdict.reason().name());
        } else {
            on.persists(verdict.reason().name());
        }
        if (on.session().escalated()) {
            return;
        }
        on.session(on.session().escalating());
        on.report(
                FailureKind.ESCALATED,
                "Version " + on.session().trial().version() + " keeps failing its checks: " + verdict.reason());
    }
}
