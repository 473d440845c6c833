package io.homeostat.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * The threads of this JVM, to see that a broker takes all of its own away.
 *
 * <p>Not counted are the threads which live as long as the JVM whoever used them first: the two daemon threads of the
 * metrics library that Kafka's static registry owns, one pair however many brokers come and go, and the JDK's reaper of
 * child processes.
 */
record LiveThreads(Set<Thread> threads) {

    static LiveThreads now() {
        return new LiveThreads(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("metrics-meter-tick-thread-"))
                .filter(thread -> !thread.getName().equals("process reaper"))
                .collect(Collectors.toSet()));
    }

    Set<Thread> newSince(LiveThreads before) {
        return threads.stream()
                .filter(thread -> !before.threads.contains(thread))
                .collect(Collectors.toSet());
    }

    /** A thread that was told to end may need a moment for it. */
    void assertNoneLeftBehind() {
        await().atMost(Clients.PATIENCE)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(now().newSince(this)).isEmpty());
    }
}
