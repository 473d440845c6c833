package io.homeostat.agent.effects.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** As much of an engine's API over HTTP as the executor uses; its containers run nothing. */
final class FakeEngine implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEVER = "0001-01-01T00:00:00Z";

    /** A container; fields are read and written under the engine's monitor. */
    static final class Fake {
        final String id;
        final String name;
        final JsonNode creation;
        String status = "created";
        String startedAt = NEVER;
        String finishedAt = NEVER;
        int exitCode;
        boolean ignoresTerm;

        Fake(String id, String name, JsonNode creation) {
            this.id = id;
            this.name = name;
            this.creation = creation;
        }

        boolean running() {
            return status.equals("running");
        }
    }

    private final Map<String, Fake> containers = new LinkedHashMap<>();
    private final HttpServer server;
    final List<String> requests = new CopyOnWriteArrayList<>();
    volatile boolean away;
    volatile boolean execRefused;
    volatile @Nullable String startRefusal;
    volatile boolean nextIgnoresTerm;
    private int count;

    FakeEngine() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.start();
    }

    String host() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The containers with this value of a label, oldest first. */
    synchronized List<Fake> of(String workerId) {
        return containers.values().stream()
                .filter(c -> c.creation
                        .path("Labels")
                        .path(ContainerLabels.WORKER)
                        .asText()
                        .equals(workerId))
                .toList();
    }

    synchronized void exits(String id, int code) {
        var container = container(id);
        container.status = "exited";
        container.exitCode = code;
        container.finishedAt = time();
    }

    /** Somebody starts it again, who is not the agent. */
    synchronized void restart(String id) {
        var container = container(id);
        container.status = "running";
        container.startedAt = time();
    }

    private String time() {
        return String.format("2026-11-25T08:00:00.%09dZ", ++count);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath().replaceFirst("^/v1\\.[0-9]+", "");
            var body = exchange.getRequestBody().readAllBytes();
            if (away) {
                return; // the connection ends without an answer
            }
            requests.add(exchange.getRequestMethod() + " " + path);
            try {
                answer(exchange, exchange.getRequestMethod(), path, body);
            } catch (NoSuchElementException e) {
                send(exchange, 404, Map.of("message", String.valueOf(e.getMessage())));
            }
        }
    }

    private synchronized void answer(HttpExchange exchange, String method, String path, byte[] body)
            throws IOException {
        var parts = path.split("/", -1);
        if (path.equals("/containers/json")) {
            send(exchange, 200, list(exchange));
        } else if (path.equals("/containers/create")) {
            create(exchange, JSON.readTree(body));
        } else if (parts[1].equals("exec")) {
            send(exchange, 200, null);
        } else if (method.equals("DELETE")) {
            remove(exchange, container(parts[2]));
        } else {
            act(exchange, container(parts[2]), parts[3]);
        }
    }

    private Fake container(String id) {
        var container = containers.get(id);
        if (container == null) {
            throw new NoSuchElementException("No such container: " + id);
        }
        return container;
    }

    private void act(HttpExchange exchange, Fake container, String what) throws IOException {
        switch (what) {
            case "json" -> send(exchange, 200, inspection(container));
            case "start" -> {
                if (startRefusal != null) {
                    send(exchange, 400, Map.of("message", startRefusal));
                } else if (container.running()) {
                    send(exchange, 304, null);
                } else {
                    restart(container.id);
                    send(exchange, 204, null);
                }
            }
            case "kill" -> {
                if (!container.running()) {
                    send(exchange, 409, Map.of("message", "is not running"));
                    return;
                }
                boolean kill = parameter(exchange, "signal").equals("SIGKILL");
                if (kill || !container.ignoresTerm) {
                    exits(container.id, kill ? 137 : 143);
                }
                send(exchange, 204, null);
            }
            case "exec" -> {
                if (execRefused) {
                    send(exchange, 409, Map.of("message", "is paused"));
                } else {
                    exits(container.id, 0);
                    send(exchange, 201, Map.of("Id", "run"));
                }
            }
            default -> send(exchange, 500, Map.of("message", "not known here: " + what));
        }
    }

    private void create(HttpExchange exchange, JsonNode creation) throws IOException {
        var name = parameter(exchange, "name");
        if (creation.path("Image").asText().startsWith("absent")) {
            send(
                    exchange,
                    404,
                    Map.of("message", "No such image: " + creation.path("Image").asText()));
        } else if (containers.values().stream().anyMatch(c -> c.name.equals(name))) {
            send(exchange, 409, Map.of("message", "The container name is already in use"));
        } else {
            var container = new Fake("id" + ++count, name, creation);
            container.ignoresTerm = nextIgnoresTerm;
            containers.put(container.id, container);
            send(exchange, 201, Map.of("Id", container.id, "Warnings", List.of()));
        }
    }

    private void remove(HttpExchange exchange, Fake container) throws IOException {
        if (container.running()) {
            send(exchange, 409, Map.of("message", "is running"));
        } else {
            containers.remove(container.id);
            send(exchange, 204, null);
        }
    }

    private List<Object> list(HttpExchange exchange) throws IOException {
        boolean all = !parameter(exchange, "all").isEmpty();
        var wanted = JSON.readTree(parameter(exchange, "filters")).path("label");
        var found = new ArrayList<Object>();
        for (var container : containers.values()) {
            var labels = container.creation.path("Labels");
            boolean matches = true;
            for (var label : wanted) {
                var pair = label.asText().split("=", 2);
                matches &= labels.path(pair[0]).asText().equals(pair[1]);
            }
            if (matches && (all || container.running())) {
                found.add(Map.of("Id", container.id, "Labels", labels, "State", container.status));
            }
        }
        return found;
    }

    private static ObjectNode inspection(Fake container) {
        var answer = JSON.createObjectNode();
        answer.put("Id", container.id).put("Name", "/" + container.name);
        answer.putObject("State")
                .put("Status", container.status)
                .put("Running", container.running())
                .put("Pid", container.running() ? 4711 : 0)
                .put("ExitCode", container.exitCode)
                .put("StartedAt", container.startedAt)
                .put("FinishedAt", container.finishedAt);
        answer.putObject("Config").set("Labels", container.creation.path("Labels"));
        return answer;
    }

    private static String parameter(HttpExchange exchange, String name) {
        var query = exchange.getRequestURI().getRawQuery();
        for (var pair : query == null ? new String[0] : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static void send(HttpExchange exchange, int status, @Nullable Object body) throws IOException {
        var bytes = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
