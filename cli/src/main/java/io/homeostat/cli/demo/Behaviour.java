package io.homeostat.cli.demo;

import io.homeostat.cli.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a worker shows to its users: asked over HTTP, from outside of the plane. */
final class Behaviour {

    static final String NEW = "new ranking";
    static final String SAFE = "proven ranking";

    private static final Duration ANSWER_LIMIT = Duration.ofMillis(500);
    private static final long POLL_MS = 20;

    private final int port = freePort();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build();

    /** The worker's port. */
    int port() {
        return port;
    }

    /** True if the worker answers with {@code wanted} now. */
    boolean shows(String wanted) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(ANSWER_LIMIT)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .equals(wanted);
        } catch (IOException e) {
            return false; // not up yet: the caller asks again within its limit
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits until the worker answers with {@code wanted}. */
    void awaitShown(String wanted, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!shows(wanted)) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("no '" + wanted + "' on port " + port + " within " + limit.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailure("no free port: " + e.getMessage(), e);
        }
    }
}
