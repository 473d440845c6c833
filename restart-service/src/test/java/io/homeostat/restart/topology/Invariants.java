package io.homeostat.restart.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.CircuitBreaker;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.Restart.Status;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.topics.Topics;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of everything that the admission stage writes, whatever it was told. */
final class Invariants {

    private static final Set<Status> FINAL = EnumSet.of(
            Status.SUCCEEDED, Status.REFUSED, Status.ABANDONED, Status.CANCELLED, Status.EXPIRED, Status.DRY_RUN);

    private final Map<String, String> openByWorker = new HashMap<>();
    private final Set<String> opened = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> recordIds = new HashSet<>();
    private final Set<String> commandIds = new HashSet<>();
    private final Set<String> unanswered = new HashSet<>();
    private final Map<String, RestartCommand> lastTerminate = new HashMap<>();
    private final Map<String, Long> generations = new HashMap<>();
    private final Set<String> begun = new HashSet<>();
    private final Set<String> probes = new HashSet<>();
    private final Map<String, String> fenced = new HashMap<>();
    private final Set<String> failedFences = new HashSet<>();
    private final Set<String> crashed = new HashSet<>();
    private boolean halfOpen;
    private final OperatorInvariants operators = new OperatorInvariants();

    /** Takes what was written since the last look, and returns the new commands. */
    List<RestartCommand> see(Bench bench) {
        for (var breaker : bench.breakers()) {
            halfOpen = breaker.state() == CircuitBreaker.State.HALF_OPEN;
            probes.clear();
        }
        bench.restarts().forEach(this::step);
        var records = bench.records(Topics.RESTART_COMMANDS);
        operators.see(bench, records);
        var commands = records.stream()
                .map(record -> Json.readState(record.value(), RestartCommand.class))
                .toList();
        commands.forEach(this::command);
        return commands;
    }

    OperatorInvariants operators() {
        return operators;
    }

    void answered(RestartCommand command, CommandResult.Status status) {
        if (status == CommandResult.Status.SUCCEEDED) {
            unanswered.remove(command.commandId());
        }
    }

    /** A process that crashed needs no TERMINATE any more. */
    void crashed(String worker, String incarnation) {
        crashed.add(worker + incarnation);
    }

    int commands() {
        return commandIds.size();
    }

    void nothingIsOpen() {
        assertThat(opened).as("each opened restart ends").isSubsetOf(ended);
    }

    private void step(Restart restart) {
        var id = restart.restartId();
        assertThat(recordIds.add(restart.provenance().id()))
                .as("no record twice")
                .isTrue();
        assertThat(ended).as("nothing follows the end of %s: %s", id, restart).doesNotContain(id);
        boolean fences = "TERMINATE_FENCED".equals(restart.provenance().decision());
        if (restart.status() == Status.SCHEDULED && opened.add(id) && !fences) {
            assertThat(openByWorker.put(restart.workerId(), id))
                    .as("one open restart per worker")
                    .isNull();
        }
        if (restart.status() == Status.COMMANDED && begun.add(id + '/' + restart.attempt()) && !fences && halfOpen) {
            probes.add(id);
            assertThat(probes).as("the breaker admits its probes").hasSize(1);
        }
        if (restart.status() == Status.FAILED || restart.status() == Status.UNKNOWN) {
            probes.remove(id);
        }
        if (restart.status() == Status.ABANDONED || restart.status() == Status.EXPIRED) {
            failedFences.add(id);
        }
        if (FINAL.contains(restart.status())) {
            probes.remove(id);
            ended.add(id);
            openByWorker.remove(restart.workerId(), id);
        }
    }

    private void command(RestartCommand command) {
        assertThat(commandIds.add(command.commandId())).as("no command twice").isTrue();
        var before = generations.put(command.workerId(), command.generation());
        assertThat(command.generation()).as("generations grow").isEqualTo(before == null ? 1 : before + 1);
        if (command.action() == Action.TERMINATE) {
            unanswered.add(command.commandId());
            lastTerminate.put(command.restartId(), command);
        } else if (command.action() == Action.START) {
            var terminate = lastTerminate.get(command.restartId());
            assertThat(terminate == null
                            || !unanswered.contains(terminate.commandId())
                            || crashed.contains(command.workerId() + terminate.expectedIncarnation()))
                    .as("no START before the outcome of the TERMINATE: %s", command)
                    .isTrue();
        }
        if ("TERMINATE_FENCED".equals(command.provenance().decision())) {
            var earlier = fenced.put(command.workerId() + command.expectedIncarnation(), command.restartId());
            assertThat(earlier == null || failedFences.contains(earlier))
                    .as("one TERMINATE per fenced incarnation, unless the last one did not end it: %s", command)
                    .isTrue();
        }
    }
}
