package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.Picture;
import io.homeostat.agent.effects.kafka.CommandInbox;
import io.homeostat.common.contract.RestartCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent: takes commands over, and leads each worker's steps into its lane once the plane is known. */
public final class Agent implements CommandInbox {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration JOURNAL_RETRY = Duration.ofSeconds(5);

    private final LaneContext context;
    private final Lanes lanes = new Lanes(this::failed);
    private final Map<String, WorkerLane> workers = new ConcurrentHashMap<>();
    private final ChangeLane changes;
    private volatile boolean open;

    public Agent(LaneContext context) {
        this.context = context;
        this.changes = new ChangeLane(context, lanes, new ChangeLane.Crew() {
            @Override
            public Picture look(String workerId) {
                return lane(workerId).look();
            }

            @Override
            public void give(String workerId, String commandId) {
                step(workerId, lane -> lane.command(commandId));
            }
        });
    }

    @Override
    public void take(List<RestartCommand> restarts, List<Change> ofComponents) {
        var journal = context.journal();
        var fresh = new ArrayList<JournalEntry>();
        restarts.stream()
                .filter(c ->
                        journal.history(c.workerId()).command(c.commandId()).isEmpty())
                .map(JournalEntry.Received::new)
                .forEach(fresh::add);
        ofComponents.stream()
                .filter(c -> journal.changes(c.key()).change(c.commandId()).isEmpty())
                .map(JournalEntry.ChangeReceived::new)
                .forEach(fresh::add);
        journal.append(fresh);
        if (open) { // else opening finds them in the journal
            restarts.forEach(c -> step(c.workerId(), lane -> lane.command(c.commandId())));
            ofComponents.forEach(c -> change(c.key(), () -> changes.carryOut(c.key(), c.commandId())));
        }
    }

    /** The views have been read: from now on the agent acts. First every worker is brought up to what is. */
    public void open(Collection<String> declared) {
        open = true;
        var all = new TreeSet<>(context.journal().workers());
        all.addAll(declared);
        all.forEach(workerId -> step(workerId, WorkerLane::recover));
        context.journal().subjects().forEach(key -> change(key, () -> changes.recover(key)));
        LOG.info("agent {} acts, {} workers known", context.agent(), all.size());
    }

    /** Components of these workers changed. */
    public void declared(Collection<String> workerIds) {
        if (open) {
            workerIds.forEach(workerId -> step(workerId, WorkerLane::declared));
        }
    }

    /**
     * Ends all processes, as the agent ends and takes them with it.
     *
     * @return false if the time is over before
     */
    public boolean endAll(Duration time) {
        open = false;
        var all = context.journal().workers();
        var left = new CountDownLatch(all.size());
        all.forEach(workerId -> step(workerId, lane -> {
            try {
                lane.endWithAgent();
            } finally {
                left.countDown();
            }
        }));
        try {
            return left.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Takes no more steps and waits for those under way.
     *
     * @return false if the time is over before
     */
    public boolean close(Duration time) {
        return lanes.close(time);
    }

    private void step(String workerId, Consumer<WorkerLane> what) {
        lanes.submit(workerId, () -> what.accept(lane(workerId)));
    }

    private void change(String key, Runnable what) {
        lanes.submit(ChangeLane.laneOf(key), what);
    }

    private WorkerLane lane(String workerId) {
        return workers.computeIfAbsent(
                workerId,
                id -> new WorkerLane(
                        id, context, lanes, (key, commandId) -> change(key, () -> changes.partDone(key, commandId))));
    }

    /** Whatever was under way, the journal and the processes tell how far it got: that is what recovery is for. */
    private void failed(String lane, Throwable e) {
        LOG.error("{}: a step failed, looking again in {} s: {}", lane, JOURNAL_RETRY.toSeconds(), e.toString(), e);
        lanes.later(lane, JOURNAL_RETRY, () -> {
            if (workers.containsKey(lane)) {
                lane(lane).recover();
            }
            context.journal().subjects().stream()
                    .filter(key -> ChangeLane.laneOf(key).equals(lane))
                    .forEach(changes::recover);
        });
    }
}
