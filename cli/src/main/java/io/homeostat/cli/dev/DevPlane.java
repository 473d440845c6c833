package io.homeostat.cli.dev;

import io.homeostat.broker.BrokerSettings;
import io.homeostat.broker.BrokerStartException;
import io.homeostat.broker.EmbeddedBroker;
import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.provision.Provisioner;
import io.homeostat.common.service.ReadinessPart;
import io.homeostat.common.service.ServiceMain;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The whole plane in this process: a real broker, every service in a context of its own, and an agent. */
public final class DevPlane implements AutoCloseable {

    /** Name of the agent in this process. */
    public static final String AGENT = "local";

    /** The services of a plane; the agent is one per host. */
    static final List<String> SERVICES =
            List.of("heartbeat-service", "restart-service", "pattern-service", "autofix-service", "rollback-service");

    private static final Duration READY_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration READY_POLL = Duration.ofMillis(50);

    private final EmbeddedBroker broker;
    private final Deque<ApplicationContext> contexts = new ArrayDeque<>();
    private final Map<String, String> doors = new LinkedHashMap<>();

    private DevPlane(EmbeddedBroker broker) {
        this.broker = broker;
    }

    /**
     * Starts broker, topics and services and returns when all of them are ready.
     *
     * @param data directory of everything that this plane keeps
     * @param port of the broker; 0: a free one
     * @param services false: only the broker, with topics, policies and components in place
     * @throws CommandFailure with one line where the port is taken, the directory is locked or a file is refused
     */
    public static DevPlane start(
            Path data, int port, Optional<Path> policies, Optional<Path> components, boolean services) {
        EmbeddedBroker broker;
        try {
            broker = EmbeddedBroker.start(
                    BrokerSettings.in(data.resolve("broker")).withPort(port));
        } catch (BrokerStartException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
        var plane = new DevPlane(broker);
        try {
            new Provisioner(plane.access(), Clock.systemUTC()).provision(policies, components);
            if (!services) {
                return plane;
            }
            for (var service : SERVICES) {
                plane.startService(service, data, Map.of());
            }
            plane.startService(
                    "agent",
                    data,
                    Map.of(
                            "homeostat.agent.name",
                            AGENT,
                            "homeostat.agent.data-dir",
                            data.resolve("agent").toString(),
                            "homeostat.agent.stop-components-on-exit",
                            true));
            plane.awaitReady();
            return plane;
        } catch (RuntimeException e) {
            plane.close();
            throw e;
        }
    }

    /** How to reach the plane's topics. */
    public KafkaAccess access() {
        return KafkaAccess.to(broker.bootstrapServers(), "");
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Address of each service's HTTP door by service. */
    public Map<String, String> doors() {
        return Map.copyOf(doors);
    }

    @Override
    public void close() {
        while (!contexts.isEmpty()) {
            contexts.pop().close();
        }
        broker.close();
    }

    private void startService(String service, Path data, Map<String, Object> own) {
        var properties = new LinkedHashMap<String, Object>(own);
        properties.put("kafka.bootstrap.servers", broker.bootstrapServers());
        properties.put("micronaut.server.port", -1);
        properties.put("homeostat.state-dir", data.resolve("state").toString());
        properties.put("homeostat.instance-id", "dev");
        var context = ServiceMain.start(service, properties);
        contexts.push(context);
        doors.put(service, context.getBean(EmbeddedServer.class).getURL().toString());
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
        for (var problem = problem(); problem.isPresent(); problem = problem()) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("not ready within " + READY_TIMEOUT.toSeconds() + " s: " + problem.get());
            }
            LockSupport.parkNanos(READY_POLL.toNanos());
        }
    }

    private Optional<String> problem() {
        for (var context : contexts) {
            for (var part : context.getBeansOfType(ReadinessPart.class)) {
                var problem = part.problem();
                if (problem.isPresent()) {
                    return Optional.of(part.name() + " " + problem.get());
                }
            }
        }
        return Optional.empty();
    }

    static String seconds(long nanos) {
        return String.format(java.util.Locale.ROOT, "%.1f s", nanos / (double) TimeUnit.SECONDS.toNanos(1));
    }
}
