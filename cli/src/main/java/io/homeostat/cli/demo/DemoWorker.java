package io.homeostat.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.homeostat.client.HeartbeatEmitter;
import io.homeostat.client.HeartbeatEmitterBuilder;
import io.homeostat.client.LiveFlags;
import io.homeostat.client.WorkerStatus;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A worker of the demo: an ordinary process that embeds the client, works a little and beats. */
public final class DemoWorker {

    private static final long WORK_MS = 20;
    private static final int EXIT_CODE = 3;

    private final Map<String, String> options;

    private DemoWorker(Map<String, String> options) {
        this.options = options;
    }

    /**
     * Options: {@code --crash} ends with code {@value #EXIT_CODE} as soon as it is up; {@code --settings=FILE} with
     * {@code --needs-mb=N} ends so too where the file's {@code memory_mb} is below N; {@code --failing-percent=N} lets that
     * share of its operations fail; {@code --http-port=N} shows its behaviour, which {@code --flag=NAME} makes new.
     */
    public static void main(String... arguments) throws InterruptedException, IOException {
        var options = new LinkedHashMap<String, String>();
        for (var argument : arguments) {
            int equals = argument.indexOf('=');
            options.put(equals < 0 ? argument : argument.substring(0, equals), argument.substring(equals + 1));
        }
        new DemoWorker(options).work();
    }

    private void work() throws InterruptedException, IOException {
        if (options.containsKey("--crash")) {
            System.out.println("configuration is broken, giving up");
            System.exit(EXIT_CODE);
        }
        var settings = options.get("--settings");
        if (settings != null && memoryMb(Path.of(settings)) < number("--needs-mb")) {
            System.out.println("out of memory: " + number("--needs-mb") + " MB are needed");
            System.exit(EXIT_CODE);
        }
        var ended = new CountDownLatch(1);
        // A worker of the demo must not outlive it, not even if the demo is killed.
        ProcessHandle.current().parent().ifPresent(parent -> {
            var _ = parent.onExit().thenRun(ended::countDown);
        });
        var flag = options.get("--flag");
        var builder = HeartbeatEmitter.builderFromEnvironment();
        if (flag == null) {
            run(builder, () -> false, ended);
            return;
        }
        try (var flags = LiveFlags.fromEnvironment()) {
            run(builder.flags(flags), () -> flags.booleanFlag(flag, false), ended);
        }
    }

    private void run(HeartbeatEmitterBuilder builder, BooleanSupplier isNew, CountDownLatch ended)
            throws InterruptedException, IOException {
        try (var emitter = builder.start()) {
            emitter.status(WorkerStatus.RUNNING);
            emitter.healthScore(100);
            serve(isNew);
            beat(emitter, ended);
        }
    }

    private void beat(HeartbeatEmitter emitter, CountDownLatch ended) throws InterruptedException {
        long failing = number("--failing-percent");
        for (long progress = 1; !ended.await(WORK_MS, TimeUnit.MILLISECONDS); progress++) {
            emitter.progress(progress);
            if (progress % 100 * failing % 100 < failing) {
                emitter.operationFailed();
            } else {
                emitter.operationSucceeded();
            }
        }
    }

    private void serve(BooleanSupplier isNew) throws IOException {
        if (!options.containsKey("--http-port")) {
            return;
        }
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) number("--http-port"));
        var server = HttpServer.create(address, 0);
        server.createContext("/", exchange -> {
            var answer = (isNew.getAsBoolean() ? Behaviour.NEW : Behaviour.SAFE).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            try (var body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        server.start();
    }

    private static long memoryMb(Path settings) throws IOException {
        return Json.read(Files.readAllBytes(settings), JsonNode.class) instanceof Parsed.Valid<JsonNode>(var all)
                ? all.path("memory_mb").asLong()
                : 0;
    }

    private long number(String option) {
        return Long.parseLong(options.getOrDefault(option, "0"));
    }
}
