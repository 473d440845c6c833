package io.homeostat.agent.effects.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The engine's API, as little of it as is needed. Every method throws {@link EngineAway} if nothing can be told from the
 * answer, or there is none.
 */
final class Engine implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60); // a start on a busy host takes seconds
    private static final int SERVER_ERROR = 500;
    private static final int CONNECTIONS_MAX = 64;

    private final DockerClient client;

    /** @param host {@code unix:///path} or {@code tcp://host:port} */
    Engine(String host) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .withDockerTlsVerify(false)
                .build();
        this.client = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .maxConnections(CONNECTIONS_MAX)
                        .connectionTimeout(CONNECT)
                        .responseTimeout(ANSWER)
                        .build());
    }

    /** All containers with these labels, running or not. */
    List<Container> find(Map<String, String> labels) {
        var found = ask(() -> client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(labels)
                .exec());
        return found.stream().flatMap(c -> inspect(c.getId()).stream()).toList();
    }

    /** Labels of the containers with these labels that run, by container. */
    Map<String, Map<String, String>> running(Map<String, String> labels) {
        var found = ask(() -> client.listContainersCmd().withLabelFilter(labels).exec());
        return found.stream()
                .collect(Collectors.toMap(
                        com.github.dockerjava.api.model.Container::getId,
                        c -> Objects.requireNonNullElse(c.getLabels(), Map.of()),
                        (one, _) -> one));
    }

    /** A container, or empty if there is none. */
    Optional<Container> inspect(String id) {
        return ask(() -> {
            try {
                return Optional.of(container(client.inspectContainerCmd(id).exec()));
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** Creates a container and returns its id. */
    String create(ContainerPlan plan) throws EngineRefusal {
        return refusable(() -> Creation.of(client, plan).exec().getId());
    }

    /** Starts a container; one that runs is left alone. */
    void start(String id) throws EngineRefusal {
        refusable(() -> {
            try {
                client.startContainerCmd(id).exec();
            } catch (NotModifiedException e) { // it runs
                return Set.of();
            }
            return Set.of();
        });
    }

    /** Sends a signal to the process of a container; nothing happens where none runs. */
    void signal(String id, String signal) {
        try {
            refusable(() -> {
                client.killContainerCmd(id).withSignal(signal).exec();
                return Set.of();
            });
        } catch (EngineRefusal e) {
            return; // not there, or not running: the caller looks whether it is gone
        }
    }

    /** The signal that the image wants for its end. */
    String stopSignal(String id) {
        return ask(() -> {
            try {
                var config = client.inspectContainerCmd(id).exec().getConfig();
                var signal = config == null ? null : config.getRawValues().get("StopSignal");
                return signal instanceof String named && !named.isEmpty() ? named : "SIGTERM";
            } catch (NotFoundException e) {
                return "SIGTERM";
            }
        });
    }

    /** Runs a command in a container and does not wait for it. */
    void run(String id, List<String> command) throws EngineRefusal {
        refusable(() -> {
            var run = client.execCreateCmd(id)
                    .withCmd(command.toArray(String[]::new))
                    .exec()
                    .getId();
            try (var started = client.execStartCmd(run)
                    .withDetach(true)
                    .exec(new com.github.dockerjava.api.async.ResultCallback.Adapter<>())) {
                started.awaitStarted();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Set.of();
        });
    }

    /** Removes a container that does not run; one that runs, or is gone, is left alone. */
    void remove(String id) {
        try {
            refusable(() -> {
                client.removeContainerCmd(id).withRemoveVolumes(true).exec();
                return Set.of();
            });
        } catch (EngineRefusal e) {
            return; // it is in the way of nobody
        }
    }

    private static Container container(InspectContainerResponse answer) {
        var state = answer.getState();
        var labels = answer.getConfig() == null ? null : answer.getConfig().getLabels();
        return new Container(
                answer.getId(),
                text(state.getStartedAt()),
                Boolean.TRUE.equals(state.getRunning()),
                Objects.requireNonNullElse(state.getPidLong(), 0L),
                "created".equals(state.getStatus()),
                Objects.requireNonNullElse(state.getExitCodeLong(), 0L).intValue(),
                text(state.getFinishedAt()),
                labels == null ? Map.of() : Map.copyOf(labels));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** An answer of an error of the engine itself says nothing of the container; a refusal of a mere question neither. */
    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            throw new EngineAway(reason(e));
        }
    }

    private static <T> T refusable(Supplier<T> request) throws EngineRefusal {
        try {
            return request.get();
        } catch (DockerException e) {
            if (e.getHttpStatus() >= SERVER_ERROR && text(e.getMessage()).isBlank()) {
                throw new EngineAway(reason(e));
            }
            throw new EngineRefusal(reason(e));
        } catch (RuntimeException e) {
            throw new EngineAway(reason(e));
        }
    }

    private static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null && !(cause instanceof DockerException)) {
            cause = cause.getCause();
        }
        var message = text(cause.getMessage()).replaceAll("\\s+", " ").strip();
        return message.isEmpty() ? cause.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            return; // it was to be closed
        }
    }
}
