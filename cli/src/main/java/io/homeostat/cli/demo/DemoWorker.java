package io.homeostat.cli.demo;

import io.homeostat.client.HeartbeatEmitter;
import io.homeostat.client.WorkerStatus;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A worker of the demo: an ordinary process that embeds the client, works a little and beats. */
public final class DemoWorker {

    private static final long WORK_MS = 200;
    private static final int CRASH_EXIT_CODE = 3;

    private DemoWorker() {}

    /** With {@code --crash} the process ends with code {@value #CRASH_EXIT_CODE} as soon as it is up. */
    public static void main(String... arguments) throws InterruptedException {
        for (var argument : arguments) {
            if (argument.equals("--crash")) {
                System.out.println("configuration is broken, giving up");
                System.exit(CRASH_EXIT_CODE);
            }
        }
        var ended = new CountDownLatch(1);
        // A worker of the demo must not outlive it, not even if the demo is killed.
        ProcessHandle.current().parent().ifPresent(parent -> {
            var _ = parent.onExit().thenRun(ended::countDown);
        });
        try (var emitter = HeartbeatEmitter.fromEnvironment()) {
            emitter.status(WorkerStatus.RUNNING);
            emitter.healthScore(100);
            for (long progress = 1; !ended.await(WORK_MS, TimeUnit.MILLISECONDS); progress++) {
                emitter.progress(progress);
                emitter.operationSucceeded();
            }
        }
    }
}
