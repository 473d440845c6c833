package io.homeostat.cli.dev;

import io.homeostat.cli.BrokerOptions;
import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.demo.Demo;
import io.homeostat.cli.record.RecordingFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code homeostat dev}: a real broker, every service and an agent in one process; with {@code --demo} real troubles. */
@Command(
        name = "dev",
        description = "Run the whole plane in one process, with a real Kafka broker. Needs nothing but this JDK.")
public final class DevCommand implements Callable<Integer> {

    private static final long AFTERWARDS_SECONDS = 3;
    private static final Duration DEMO_LIMIT = Duration.ofMinutes(5);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "port of the broker; 0: a free one; default 9092, with --demo 0")
    private @Nullable Integer port;

    @Option(names = "--data", paramLabel = "DIR", description = "keep all data here; default: a temporary directory")
    private @Nullable Path data;

    @Option(
            names = "--policies",
            paramLabel = "DIR",
            description = "policies in force from the first start on: NAME.json")
    private @Nullable Path policies;

    @Option(names = "--components", paramLabel = "DIR", description = "components that the agent of this process runs")
    private @Nullable Path components;

    @Option(
            names = "--broker-only",
            description = "only the broker and its topics: run the services as processes of their own")
    private boolean brokerOnly;

    @Option(names = "--demo", description = "start a fleet of real processes and heal real troubles; ends with a table")
    private boolean demo;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            description = "end after this time; with --demo a limit, default 300")
    private long seconds;

    @Option(
            names = "--record",
            paramLabel = "DIR",
            description =
                    "at the end, record everything that happened for simulate and diff, as 'homeostat record' does")
    private @Nullable Path record;

    @Override
    public Integer call() {
        if (record != null && brokerOnly) {
            throw new CommandFailure("--record needs the services: leave --broker-only out");
        }
        if (demo && brokerOnly) {
            throw new CommandFailure("--demo needs the services: leave --broker-only out");
        }
        var out = BrokerOptions.out(spec);
        long started = System.nanoTime();
        var directory = DataDirectory.of(data);
        System.setProperty(
                "homeostat.log", directory.path().resolve("homeostat.log").toString());
        var policyDirectory =
                Optional.ofNullable(policies).or(() -> demo ? Optional.of(Demo.policies()) : Optional.empty());
        var ended = new Ending();
        Runtime.getRuntime().addShutdownHook(new Thread(ended::await, "homeostat-dev-shutdown"));
        try (directory;
                var plane = DevPlane.start(
                        directory.path(),
                        port == null ? defaultPort() : port,
                        policyDirectory,
                        Optional.ofNullable(components),
                        !brokerOnly)) {
            ready(out, plane, directory, System.nanoTime() - started);
            int code = demo ? demo(plane, directory.path().resolve("demo"), out, ended) : serve(ended);
            recordTo(plane, out);
            return code;
        } finally {
            ended.done();
        }
    }

    private int defaultPort() {
        return demo ? 0 : 9092;
    }

    private int demo(DevPlane plane, Path files, PrintWriter out, Ending ended) {
        var limit = seconds > 0 ? Duration.ofSeconds(seconds) : DEMO_LIMIT;
        try {
            return new Demo(plane.access(), files, out, limit, ended::asked).run() ? 0 : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("the demo was interrupted", e);
        }
    }

    private void recordTo(DevPlane plane, PrintWriter out) {
        if (record == null) {
            return;
        }
        try {
            TimeUnit.SECONDS.sleep(AFTERWARDS_SECONDS); // what was decided last shall not lie at the cut
            new RecordingFiles(record)
                    .record(plane.access(), null, Instant.now())
                    .forEach(out::println);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("the recording was interrupted", e);
        } finally {
            out.flush();
        }
    }

    private int serve(Ending ended) {
        ended.awaitAsked(seconds > 0 ? Duration.ofSeconds(seconds) : Duration.ofDays(3650));
        return 0;
    }

    private void ready(PrintWriter out, DevPlane plane, DataDirectory directory, long nanos) {
        var broker = plane.bootstrapServers();
        var agent = brokerOnly ? ", no services" : ", agent '" + DevPlane.AGENT + "'";
        out.println("homeostat is ready after " + DevPlane.seconds(nanos) + ": broker " + broker + agent);
        plane.doors().forEach((service, address) -> out.println("  " + service + "  " + address + "/health/readiness"));
        out.println("  data in " + directory.path()
                + (directory.temporary() ? " (removed at the end; --data DIR keeps it)" : ""));
        if (brokerOnly) {
            out.println("run the services, each in a terminal of its own:");
            var environment = "  KAFKA_BOOTSTRAP_SERVERS=" + broker + " ";
            for (var service : DevPlane.SERVICES) {
                out.println(environment + "java -jar " + service + "/target/" + service + ".jar");
            }
            out.println(environment + "HOMEOSTAT_AGENT_NAME=local java -jar agent/target/agent.jar");
        } else if (!demo) {
            out.println("try, in another terminal:");
            out.println("  echo '{\"workerId\":\"w-1\"}' | kcat -P -b " + broker
                    + " -X partitioner=murmur2_random -t heartbeats -k w-1");
            out.println("  ./homeostat watch -b " + broker);
            out.println("  ./homeostat get workers -b " + broker);
        }
        out.flush();
    }

    /** Ctrl-C asks for the end; the process then waits until the plane has closed, so that nothing stays behind. */
    private static final class Ending {

        private static final long CLOSE_SECONDS_MAX = 40;

        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicBoolean finished = new AtomicBoolean();

        boolean asked() {
            return asked.getCount() == 0;
        }

        void awaitAsked(Duration limit) {
            try {
                var _ = asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void done() {
            finished.set(true);
            done.countDown();
        }

        /** In the shutdown hook. */
        void await() {
            if (finished.get()) {
                return;
            }
            asked.countDown();
            try {
                if (!done.await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                    System.err.println("homeostat: the plane did not close within " + CLOSE_SECONDS_MAX + " s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
