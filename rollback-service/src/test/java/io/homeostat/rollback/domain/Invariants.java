package io.homeostat.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.contract.RollbackCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
        atMostOneRollbackPerPromotion(decided);
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

    /** Every agent gets each attempt once, all attempts are of one rollback, and it has at most one outcome. */
    private static void atMostOneRollbackPerPromotion(List<Decision> decided) {
        var commands = decided.stream()
                .filter(Decision.Ordered.class::isInstance)
                .map(d -> ((Decision.Ordered) d).command())
                .toList();
        assertThat(commands).extracting(RollbackCommand::commandId).doesNotHaveDuplicates();
        var perAgent = commands.stream()
                .collect(Collectors.groupingBy(c -> c.promotionId() + c.agent(), Collectors.counting()));
        assertThat(perAgent.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(3));
        var outcomes = records(
                        decided,
                        r -> r.type() == Rollback.Type.ROLLBACK
                                && (r.status() == Rollback.Status.SUCCEEDED || r.status() == Rollback.Status.FAILED))
                .stream()
                .collect(Collectors.groupingBy(Rollback::promotionId, Collectors.counting()));
        assertThat(outcomes.values()).allSatisfy(count -> assertThat(count).isEqualTo(1));
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
