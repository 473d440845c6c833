package io.homeostat.agent.domain;

import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.UNTIL;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.domain.Samples.history;

import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.RestartCommand;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rules say to commands for a worker whose component is declared RUNNING, unless told otherwise. */
final class Admissions {

    static final Component RUNNING = component(Desired.RUNNING, "run");

    private Admissions() {}

    /** Where no process of the worker runs. */
    static Admission admit(RestartCommand command, PlaneView view) {
        return admit(command, new Picture(List.of(), true), view);
    }

    static Admission admit(RestartCommand command, Picture picture, PlaneView view, JournalEntry.OfWorker... entries) {
        return CommandRules.admit(command, history(entries), picture, view);
    }

    /** The component {@link #RUNNING} so long after the commands' validUntil. */
    static PlaneView at(long msAfterValidUntil) {
        return view(RUNNING, 1, UNTIL.plusMillis(msAfterValidUntil));
    }

    static PlaneView view(@Nullable Component component, long planeGeneration, @Nullable Instant now) {
        return new PlaneView(AGENT, Executor.PROCESS, component, planeGeneration, now, Set.of());
    }
}
