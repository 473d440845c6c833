package io.homeostat.agent.domain;

import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.domain.Samples.ended;
import static io.homeostat.agent.domain.Samples.history;
import static io.homeostat.agent.domain.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.End.Cause;
import io.homeostat.agent.domain.WillRules.Declaration;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Executor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WillRulesTest {

    private static final Declaration RUNNING = new Declaration.Ours(component(Desired.RUNNING, "run"));
    private static final Declaration STOPPED = new Declaration.Ours(component(Desired.STOPPED, "run"));
    private static final Declaration UNSTARTABLE = new Declaration.Ours(component(Desired.RUNNING));
    private static final Declaration WITHDRAWN = new Declaration.Withdrawn();
    private static final WorkerHistory NEW = WorkerHistory.unknown(WORKER);
    private static final WorkerHistory ALIVE = history(started("i"));
    private static final WorkerHistory CRASHED = history(started("i"), ended("i", Cause.CRASH));
    private static final WorkerHistory COMMANDED = history(started("i"), ended("i", Cause.COMMAND));
    private static final WorkerHistory RESTING = history(started("i"), ended("i", Cause.WILL));
    private static final WorkerHistory CRASHED_THEN_RESTED =
            history(started("i"), ended("i", Cause.CRASH), new JournalEntry.Rested(WORKER));
    private static final WorkerHistory WITH_AGENT = history(started("i"), ended("i", Cause.AGENT_EXIT));
    private static final WorkerHistory BEGUN = history(new JournalEntry.Starting(WORKER, null, "i"));
    private static final WorkerHistory NOT_BEGUN =
            history(new JournalEntry.Starting(WORKER, null, "i"), new JournalEntry.NotStarted(WORKER, "i"));
    private static final WorkerHistory COMMAND_BEGUN = history(new JournalEntry.Starting(WORKER, "c", "c"));
    private static final WorkerHistory SETTLED =
            history(started("i"), ended("i", Cause.WILL), told(Notice.Kind.STOPPED));

    static Stream<Arguments> rows() {
        var start = new Will.Start("1.0");
        var nothing = new Will.Nothing();
        return Stream.of(
                argumentSet("RUNNING, never seen: started", RUNNING, NEW, List.of(), start),
                argumentSet("RUNNING, never seen, but found running", RUNNING, NEW, List.of("i"), nothing),
                argumentSet("RUNNING and it runs", RUNNING, ALIVE, List.of("i"), nothing),
                argumentSet("RUNNING, crashed: only a command starts it", RUNNING, CRASHED, List.of(), nothing),
                argumentSet("RUNNING, ended by command: only a command", RUNNING, COMMANDED, List.of(), nothing),
                argumentSet("RUNNING after STOPPED: started", RUNNING, RESTING, List.of(), start),
                argumentSet("RUNNING after a crash and STOPPED", RUNNING, CRASHED_THEN_RESTED, List.of(), start),
                argumentSet("RUNNING after the agent took it along", RUNNING, WITH_AGENT, List.of(), start),
                argumentSet("RUNNING, a start of ours is unclear", RUNNING, BEGUN, List.of(), nothing),
                argumentSet("RUNNING, a commanded start is unclear", RUNNING, COMMAND_BEGUN, List.of(), nothing),
                argumentSet("RUNNING, that start left nothing", RUNNING, NOT_BEGUN, List.of(), start),
                argumentSet(
                        "RUNNING without a start command",
                        UNSTARTABLE,
                        NEW,
                        List.of(),
                        new Will.CannotStart("version 1.0 of the component has no command to start it")),
                argumentSet("STOPPED, never seen", STOPPED, NEW, List.of(), nothing),
                argumentSet("STOPPED and it runs: ended", STOPPED, ALIVE, List.of("i"), new Will.End(List.of("i"))),
                argumentSet("STOPPED after a crash: rests", STOPPED, CRASHED, List.of(), new Will.Rest()),
                argumentSet("STOPPED and resting", STOPPED, RESTING, List.of(), nothing),
                argumentSet("withdrawn and it runs", WITHDRAWN, ALIVE, List.of("i"), new Will.End(List.of("i"))),
                argumentSet("withdrawn, its end untold", WITHDRAWN, RESTING, List.of(), nothing),
                argumentSet("withdrawn and settled: forgotten", WITHDRAWN, SETTLED, List.of(), new Will.Forget()),
                argumentSet("withdrawn and forgotten", WITHDRAWN, NEW, List.of(), nothing),
                argumentSet("no word about it, it runs", new Declaration.None(), ALIVE, List.of("i"), nothing));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_will_asks_for(Declaration declaration, WorkerHistory history, List<String> running, Will will) {
        assertThat(WillRules.decide(declaration, history, new Picture(running, true)))
                .isEqualTo(will);
    }

    @Test
    void a_component_is_ours_by_agent_and_executor() {
        var ours = component(Desired.RUNNING, "run");

        assertThat(WillRules.declaration(ours, AGENT, Executor.PROCESS)).isEqualTo(new Declaration.Ours(ours));
        assertThat(WillRules.declaration(ours, "host-2", Executor.PROCESS)).isEqualTo(WITHDRAWN);
        assertThat(WillRules.declaration(
                        component(AGENT, Executor.SCRIPT, Desired.RUNNING, "run"), AGENT, Executor.PROCESS))
                .isEqualTo(WITHDRAWN);
        assertThat(WillRules.declaration(null, AGENT, Executor.PROCESS)).isEqualTo(WITHDRAWN);
    }

    private static JournalEntry.OfWorker told(Notice.Kind kind) {
        return new JournalEntry.Told(WORKER, new Notice(kind, "i"));
    }
}
