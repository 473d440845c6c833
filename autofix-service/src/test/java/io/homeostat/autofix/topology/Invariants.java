package io.homeostat.autofix.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Fix;
import io.homeostat.common.contract.Fix.Status;
import io.homeostat.common.contract.FixCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What must hold of everything that the admission stage writes, whatever it was told. */
final class Invariants {

    private static final Set<Status> FINAL = EnumSet.of(
            Status.REJECTED,
            Status.REFUSED,
            Status.DRY_RUN,
            Status.FAILED,
            Status.UNKNOWN,
            Status.VERIFIED,
            Status.REVERTED,
            Status.EXPIRED);

    private final int perHour;
    private final int perDay;
    private final Map<String, Status> open = new HashMap<>();
    private final Map<String, String> acting = new HashMap<>();
    private final Map<String, String> announced = new HashMap<>();
    private final Map<String, Long> generations = new HashMap<>();
    private final Map<String, Fix> lastOf = new HashMap<>();
    private final Set<String> recordIds = new HashSet<>();
    private final Set<String> commandIds = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final List<Long> begun = new ArrayList<>();
    private int commands;

    /** @param perHour limit of fixes in any hour, {@code perDay} of those in any day */
    Invariants(int perHour, int perDay) {
        this.perHour = perHour;
        this.perDay = perDay;
    }

    /** Takes what was written since the last look, and returns the new commands. */
    List<FixCommand> see(Bench bench) {
        bench.fixes().forEach(this::step);
        var sent = bench.commands();
        sent.forEach(this::command);
        return sent;
    }

    int commands() {
        return commands;
    }

    /** A fix that waits for approval, the first by id. */
    Optional<Fix> waiting() {
        return lastOf.values().stream()
                .filter(fix -> fix.status() == Status.AWAITING_APPROVAL)
                .min(Comparator.comparing(Fix::fixId));
    }

    /** Nothing that was deferred, asked for or commanded was lost: everything has its end. */
    void nothingIsOpen() {
        assertThat(open).isEmpty();
        assertThat(acting).isEmpty();
        assertThat(announced).as("steps without their command").isEmpty();
    }

    private void step(Fix fix) {
        assertThat(recordIds.add(fix.provenance().id()))
                .as("ids of records are unique: %s", fix)
                .isTrue();
        assertThat(ended).as("nothing follows an end: %s", fix).doesNotContain(fix.fixId());
        var before = open.get(fix.fixId());
        assertThat(before == null).as("PROPOSED first, and once: %s", fix).isEqualTo(fix.status() == Status.PROPOSED);
        if (before != null) {
            var same = fix.status() == Status.DEFERRED
                    && before == Status.DEFERRED
                    && Objects.requireNonNull(lastOf.get(fix.fixId())).reason() == fix.reason();
            assertThat(same).as("a deferral is said once: %s", fix).isFalse();
        }
        if (fix.status() == Status.COMMANDED
                && !"REVERT".equals(fix.provenance().decision())) {
            assertThat(acting)
                    .as("two fixes never overlap on one target: %s", fix)
                    .doesNotContainKey(fix.target());
            acting.put(fix.target(), fix.fixId());
            begins(observedMs(fix));
        }
        if (fix.commandId() != null) {
            assertThat(acting).as("only who has the target commands: %s", fix).containsEntry(fix.target(), fix.fixId());
            announced.put(fix.commandId(), fix.fixId());
        }
        open.put(fix.fixId(), fix.status());
        lastOf.put(fix.fixId(), fix);
        boolean endsHere = FINAL.contains(fix.status()) || (fix.status() == Status.INEFFECTIVE && fix.before() == null);
        if (endsHere) {
            open.remove(fix.fixId());
            ended.add(fix.fixId());
            acting.remove(fix.target(), fix.fixId());
        }
    }

    private void begins(long nowMs) {
        begun.add(nowMs);
        assertThat(within(nowMs, Duration.ofHours(1)))
                .as("fixes within an hour")
                .isLessThanOrEqualTo(perHour);
        assertThat(within(nowMs, Duration.ofDays(1))).as("fixes within a day").isLessThanOrEqualTo(perDay);
    }

    private long within(long nowMs, Duration window) {
        return begun.stream().filter(at -> nowMs - at < window.toMillis()).count();
    }

    private static long observedMs(Fix fix) {
        var evidence = Objects.requireNonNull(fix.provenance().evidence());
        return ((Number) Objects.requireNonNull(evidence.get("observedMs"))).longValue();
    }

    private void command(FixCommand command) {
        commands++;
        assertThat(commandIds.add(command.commandId()))
                .as("a command is sent once: %s", command)
                .isTrue();
        assertThat(announced.remove(command.commandId()))
                .as("a command belongs to a step: %s", command)
                .isEqualTo(command.fixId());
        assertThat(command.generation())
                .as("generations count by one: %s", command)
                .isEqualTo(generations.merge(command.target(), 1L, Long::sum));
        assertThat(command.before().keySet())
                .isEqualTo(command.after().keySet())
                .isNotEmpty();
        assertThat(command.provenance().validUntil()).isNotNull();
    }
}
