package io.homeostat.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.contract.RollbackCommand;
import io.homeostat.rollback.signal.SwitchSignal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What must hold of everything that was ever decided about one service. */
final class Invariants {

    static final Set<Rollback.Status> ENDS = Set.of(
            Rollback.Status.CONFIRMED,
            Rollback.Status.ROLLED_BACK,
            Rollback.Status.ROLLBACK_FAILED,
            Rollback.Status.CANCELLED,
            Rollback.Status.INCONCLUSIVE);

    private Invariants() {}

    static void hold(List<Decision> decided) {
        exactlyOneEndPerSession(decided);
        theSwitchIsAskedForOncePerSession(decided);
        aPromotionIsRolledBackAtMostOnce(decided);
        oneEscalationPerSession(decided);
        oneRecordPerCheck(decided);
        everyRecordHasAnIdOfItsOwn(decided);
        generationsGrow(decided);
    }

    /** One end each, never before its beginning, and nothing but a REFUSED before the next one begins. */
    private static void exactlyOneEndPerSession(List<Decision> decided) {
        var open = false;
        for (var record : records(decided, r -> r.type() == Rollback.Type.MONITORING)) {
            if (record.status() == Rollback.Status.MONITORING_STARTED) {
                assertThat(open).as("a session begins while one is open").isFalse();
                open = true;
            } else if (record.status() != null && ENDS.contains(record.status())) {
                assertThat(open)
                        .as("a session ends that is not open: " + record)
                        .isTrue();
                open = false;
            }
        }
        assertThat(open).isFalse();
    }

    /** Every agent gets each attempt once, nothing is commanded once it succeeded, and only a person tries again what failed. */
    private static void aPromotionIsRolledBackAtMostOnce(List<Decision> decided) {
        var commands = decided.stream()
                .filter(Decision.Ordered.class::isInstance)
                .map(d -> ((Decision.Ordered) d).command())
                .toList();
        assertThat(commands).extracting(RollbackCommand::commandId).doesNotHaveDuplicates();
        Map<String, Integer> failed = new HashMap<>();
        var succeeded = new HashSet<String>();
        int asked = 0;
        for (var decision : decided) {
            switch (decision) {
                case Decision.Ordered(var command) ->
                    assertThat(succeeded).as("commanded after its success").doesNotContain(command.promotionId());
                case Decision.Replied(var _, var _, var of) -> asked += "ACCEPTED".equals(of.decision()) ? 1 : 0;
                case Decision.Recorded(var record, var _, var _) -> {
                    if (record.type() == Rollback.Type.ROLLBACK && record.status() == Rollback.Status.SUCCEEDED) {
                        assertThat(succeeded.add(String.valueOf(record.promotionId())))
                                .isTrue();
                    }
                    if (record.type() == Rollback.Type.ROLLBACK && record.status() == Rollback.Status.FAILED) {
                        failed.merge(String.valueOf(record.promotionId()), 1, Integer::sum);
                    }
                }
                case Decision.Reported _, Decision.Signalled _ -> {}
            }
        }
        int tries = 1 + asked;
        assertThat(failed.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(tries));
        var attempts = records(decided, r -> r.status() == Rollback.Status.COMMANDED).stream()
                .map(record -> record.promotionId() + " " + record.attempt())
                .toList();
        assertThat(attempts).as("each attempt has a number of its own").doesNotHaveDuplicates();
    }

    /** Once by escalations; once more by each rollback that failed. */
    private static void theSwitchIsAskedForOncePerSession(List<Decision> decided) {
        Map<String, Integer> asked = new HashMap<>();
        for (var decision : decided) {
            if (decision instanceof Decision.Signalled(var signal)
                    && signal.kind() == SwitchSignal.Kind.ESCALATION
                    && !signal.reason().equals("ROLLBACK_FAILED")) {
                asked.merge(String.valueOf(signal.incidentId()), 1, Integer::sum);
            }
        }
        assertThat(asked.values()).allSatisfy(count -> assertThat(count).isEqualTo(1));
        assertThat(decided.stream()
                        .filter(Decision.Signalled.class::isInstance)
                        .map(d -> ((Decision.Signalled) d).signal().causeId()))
                .doesNotHaveDuplicates();
    }

    private static void oneEscalationPerSession(List<Decision> decided) {
        Map<String, Integer> escalations = new HashMap<>();
        for (var decision : decided) {
            if (decision instanceof Decision.Reported(Failure failure) && failure.kind() == FailureKind.ESCALATED) {
                var incident = failure.provenance() == null
                        ? ""
                        : String.valueOf(failure.provenance().incidentId());
                escalations.merge(incident, 1, Integer::sum);
            }
        }
        assertThat(escalations.values()).allSatisfy(count -> assertThat(count).isEqualTo(1));
    }

    private static void oneRecordPerCheck(List<Decision> decided) {
        var counted = records(decided, r -> r.type() == Rollback.Type.CHECK && r.status() == null);
        assertThat(counted)
                .extracting(r -> r.promotionId() + " " + r.version() + " " + r.source() + " " + r.checkId())
                .doesNotHaveDuplicates();
    }

    private static void everyRecordHasAnIdOfItsOwn(List<Decision> decided) {
        assertThat(records(decided, _ -> true))
                .extracting(r -> r.provenance().id())
                .doesNotHaveDuplicates();
    }

    private static void generationsGrow(List<Decision> decided) {
        long last = 0;
        for (var decision : decided) {
            if (decision instanceof Decision.Ordered(var command)) {
                assertThat(command.generation()).isEqualTo(last + 1);
                last = command.generation();
            }
        }
    }

    static List<Rollback> records(List<Decision> decided, Predicate<Rollback> wanted) {
        return decided.stream()
                .filter(Decision.Recorded.class::isInstance)
                .map(d -> ((Decision.Recorded) d).record())
                .filter(wanted)
                .toList();
    }
}
