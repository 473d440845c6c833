package io.homeostat.cli.view;

import io.homeostat.cli.BrokerOptions;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code homeostat watch}: what the plane sees, decides and does, as it happens. */
@Command(name = "watch", description = "Follow what the plane sees, decides and does, one line a record.")
public final class WatchCommand implements Callable<Integer> {

    /** What the plane hears, decides and does; not the beats, the ticks and the rates, which are too many to read. */
    public static final List<TopicSpec> TOPICS = List.of(
            Topics.FAILURES,
            Topics.WORKER_STATUS,
            Topics.FLEET_GROUPS,
            Topics.RESTART_REQUESTS,
            Topics.RESTARTS,
            Topics.RESTART_COMMANDS,
            Topics.RESTART_RESULTS,
            Topics.CIRCUIT_BREAKERS,
            Topics.QUARANTINE,
            Topics.FAILURE_PATTERNS,
            Topics.INCIDENTS,
            Topics.FIXES,
            Topics.FIX_COMMANDS,
            Topics.FIX_RESULTS,
            Topics.PROMOTIONS,
            Topics.HEALTH_CHECKS,
            Topics.ROLLBACKS,
            Topics.ROLLBACK_COMMANDS,
            Topics.ROLLBACK_RESULTS,
            Topics.KILL_SWITCH,
            Topics.FLAGS,
            Topics.HOLDS,
            Topics.POLICY_REQUESTS,
            Topics.POLICIES,
            Topics.OPERATOR_COMMANDS,
            Topics.AUDIT,
            Topics.DEAD_LETTERS);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "only records of this worker or subject")
    private @Nullable String id;

    @Option(names = "--from-start", description = "begin with the oldest record, not with the next one")
    private boolean fromStart;

    @Option(names = "--for", paramLabel = "SECONDS", description = "end after this time; default: Ctrl-C")
    private long seconds;

    @Override
    public Integer call() {
        var out = BrokerOptions.out(spec);
        long start = System.nanoTime();
        long limit = seconds <= 0 ? Long.MAX_VALUE : Duration.ofSeconds(seconds).toNanos();
        new Follower(broker.access(), TOPICS).follow(fromStart, () -> System.nanoTime() - start < limit, record -> {
            if (!record.repeats() && (id == null || record.key().equals(id))) {
                out.printf(
                        "%s  %-17s %-16s %s%n",
                        record.clock(), record.topic(), Lines.printable(record.key()), record.line());
                out.flush();
            }
        });
        return 0;
    }
}
