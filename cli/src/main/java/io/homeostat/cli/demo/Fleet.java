package io.homeostat.cli.demo;

import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.dev.DevPlane;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The demo's workers: declared as components, run by the agent, found again as processes of this machine. */
public final class Fleet {

    private static final String NAME_ARGUMENT = "--name=";
    private static final String PLANE_ARGUMENT = "--plane=";

    private final KafkaAccess access;
    private final String classPath;

    /**
     * A fleet of one plane.
     *
     * @param classPath of the workers: what {@link DemoWorker} is found by
     */
    public Fleet(KafkaAccess access, String classPath) {
        this.access = access;
        this.classPath = classPath;
    }

    /** Declares a worker, as an operator or a deploy tool would. */
    public void declare(DemoComponent worker) {
        var versions = new LinkedHashMap<String, Object>();
        worker.versions()
                .forEach((version, arguments) -> versions.put(
                        version,
                        Map.of(
                                "start",
                                start(worker.workerId(), arguments),
                                "environment",
                                Map.of("HOMEOSTAT_HEARTBEAT_INTERVAL_SECONDS", "1"))));
        var component = new LinkedHashMap<String, Object>();
        component.put("subject", worker.workerId());
        component.put("agent", DevPlane.AGENT);
        component.put("executor", "process");
        component.put("workerType", worker.type());
        component.put("service", worker.type());
        component.put("currentVersion", worker.currentVersion());
        component.put("versions", versions);
        component.put("parameters", worker.parameters());
        send(Topics.COMPONENTS, worker.workerId(), component);
    }

    private List<String> start(String workerId, List<String> arguments) {
        var start = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                DemoWorker.class.getName(),
                NAME_ARGUMENT + workerId,
                PLANE_ARGUMENT + access.bootstrapServers()));
        start.addAll(arguments);
        return start;
    }

    /** Writes a record as somebody outside of the plane would, and waits until it stands. */
    public void send(TopicSpec topic, String key, Map<String, ?> value) {
        try (var producer = access.producer()) {
            producer.send(new ProducerRecord<>(
                            access.topics().of(topic), key.getBytes(StandardCharsets.UTF_8), Json.bytes(value)))
                    .get();
        } catch (ExecutionException e) {
            throw new CommandFailure("cannot write " + key + " to " + topic.name() + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    /** The live processes of this plane's workers, also those whose agent has gone. */
    public Stream<ProcessHandle> processes() {
        var ours = List.of(DemoWorker.class.getName(), PLANE_ARGUMENT + access.bootstrapServers());
        return ProcessHandle.allProcesses().filter(process -> arguments(process).containsAll(ours));
    }

    private Optional<ProcessHandle> process(String workerId) {
        return processes()
                .filter(process -> arguments(process).contains(NAME_ARGUMENT + workerId))
                .findFirst();
    }

    private static List<String> arguments(ProcessHandle process) {
        return process.info().arguments().map(List::of).orElse(List.of());
    }

    /** The live process of a worker that must have one. */
    public ProcessHandle liveProcess(String workerId) {
        return process(workerId).orElseThrow(() -> new CommandFailure("no process of " + workerId + " is running"));
    }

    /** SIGKILL: the process has no chance to say anything. */
    public void kill(ProcessHandle process) {
        if (!process.destroyForcibly()) {
            throw new CommandFailure("cannot kill process " + process.pid());
        }
    }

    /** SIGSTOP: alive for the operating system, silent for us. */
    public void freeze(ProcessHandle process) {
        signal("kill -STOP " + process.pid());
    }

    /** Freezes this very process, broker and all services included, and thaws it from outside. */
    void freezePlane(long seconds) {
        long pid = ProcessHandle.current().pid();
        signal("kill -STOP " + pid + "; sleep " + seconds + "; kill -CONT " + pid);
    }

    private static void signal(String script) {
        try {
            int code =
                    new ProcessBuilder("sh", "-c", script).inheritIO().start().waitFor();
            if (code != 0) {
                throw new CommandFailure("'" + script + "' ended with " + code);
            }
        } catch (java.io.IOException e) {
            throw new CommandFailure("cannot run '" + script + "': " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }
}
