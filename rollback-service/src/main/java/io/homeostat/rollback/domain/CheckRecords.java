package io.homeostat.rollback.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.HealthCheck;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.policy.RollbackPolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the one record of each check. */
final class CheckRecords {

    /** Source of a check whose checker does not name itself. */
    private static final String UNNAMED = "unnamed";

    private CheckRecords() {}

    /**
     * A check as it is written.
     *
     * @param own the service made it itself
     * @param sample null: it says nothing
     * @param why in words; null: nothing to say
     * @param cause of it: an input's coordinates, or a record
     */
    record Made(
            String checkId,
            String source,
            boolean own,
            @Nullable Sample sample,
            @Nullable String why,
            String cause) {

        static Made pushed(HealthCheck check, Reading reading, String coordinates) {
            var source = check.source() == null ? UNNAMED : check.source();
            return new Made(check.checkId(), source, false, reading.sample(), reading.why(), coordinates);
        }

        static Made own(int number, @Nullable Sample sample, String why, String cause) {
            return new Made("own-" + number, Troubles.ACTOR, true, sample, why, cause);
        }
    }

    /** A check that counts. */
    static Rollback judged(Case on, Made made, Verdict verdict) {
        var session = on.session();
        var trial = session.trial();
        var version = on.observation().version();
        var id = Ids.of(
                "chk", trial.service(), trial.promotionId(), trial.number(), version, made.own(), made.checkId());
        var sample = made.sample();
        var provenance = new Provenance(
                id,
                made.cause(),
                session.incidentId(),
                verdict.decision().name(),
                message(verdict, on.terms().policy()),
                evidence(on, made, verdict),
                on.terms().ref(),
                null,
                false);
        return new Rollback(
                trial.promotionId(),
                trial.service(),
                version,
                session.isOpen() ? trial.previousVersion() : null,
                Rollback.Type.CHECK,
                made.source(),
                made.checkId(),
                sample == null ? null : sample.ok(),
                made.why(),
                verdict.rates().mean(verdict.checks()),
                verdict.failures(),
                verdict.checks(),
                verdict.pattern(),
                recommended(on, verdict.decision()),
                null,
                verdict.reason(),
                null,
                provenance);
    }

    /** A check that does not count. */
    static Rollback refused(Case on, HealthCheck check, Rollback.Reason reason, String coordinates) {
        var id = Ids.of("chk", check.service(), Rollback.Status.REFUSED, coordinates);
        var provenance = new Provenance(
                id,
                coordinates,
                null,
                Rollback.Status.REFUSED.name(),
                "The check does not count: " + reason,
                Evidence.of("observedMs", on.now().observedMs()).toMap(),
                on.terms().ref(),
                null,
                false);
        return new Rollback(
                check.promotionId(),
                check.service(),
                check.version(),
                null,
                Rollback.Type.CHECK,
                check.source() == null ? UNNAMED : check.source(),
                check.checkId(),
                check.ok(),
                check.reason(),
                null,
                null,
                null,
                null,
                null,
                Rollback.Status.REFUSED,
                reason,
                null,
                provenance);
    }

    private static Map<String, Object> evidence(Case on, Made made, Verdict verdict) {
        var policy = on.terms().policy();
        var sample = made.sample();
        return Evidence.of("watch", on.session().isOpen() ? "PROMOTED" : "RESTORED")
                .and("errorRate", sample == null ? null : sample.errorRate().mean(1))
                .and("operations", sample == null ? null : sample.operations())
                .and("windowOperations", verdict.operations())
                .and("unknownsInARow", on.observation().unknowns())
                .and("errorRateThreshold", policy.errorRateThreshold())
                .and("degradedErrorRate", policy.degradedErrorRate())
                .and("rollbackMinFailures", policy.rollbackMinFailures())
                .and("consecutiveFailureThreshold", policy.consecutiveFailureThreshold())
                .and("minChecks", policy.minChecks())
                .and("minOperations", policy.minOperations())
                .and("checkWindowSize", policy.checkWindowSize())
                .and("observedMs", on.now().observedMs())
                .toMap();
    }

    private static String message(Verdict verdict, RollbackPolicy policy) {
        var mean = verdict.rates().mean(verdict.checks()).toPlainString();
        return verdict.decision() + ": " + verdict.failures() + " of " + verdict.checks()
                + " checks failed, mean error rate " + mean + " (threshold " + policy.errorRateThreshold() + "): "
                + verdict.reason();
    }

    /** What is to be done; of a restored version only a person can say. */
    private static @Nullable String recommended(Case on, Rollback.Decision decision) {
        var trial = on.session().trial();
        boolean open = on.session().isOpen();
        return switch (decision) {
            case HEALTHY -> null;
            case UNKNOWN -> "find out why nothing is known of " + trial.service();
            case DEGRADED -> "watch it closely";
            case ESCALATE -> open ? "throw the kill switch and look at it" : "look at it";
            case ROLLBACK ->
                open && trial.previousVersion() != null
                        ? "roll back to " + trial.previousVersion()
                        : "find a version to go back to";
        };
    }
}
