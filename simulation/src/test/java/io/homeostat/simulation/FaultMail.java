package io.homeostat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.simulation.FaultScript.Kind;
import io.homeostat.simulation.line.InputLine;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** What the outside world writes, on its way to the broker: late, twice and misplaced where the script says so. */
final class FaultMail {

    private static final int DELAYS = 6;
    private static final long DELAY_MS = 900;

    private final FaultScript script;
    private final PriorityQueue<Letter> due =
            new PriorityQueue<>(Comparator.comparingLong(Letter::ms).thenComparingLong(Letter::order));
    private final Map<String, Long> lastOfWriter = new HashMap<>();
    private long order;

    private record Letter(
            long ms, long order, TopicSpec topic, @Nullable String key, byte[] value, boolean isLate) {}

    /** Somebody who wants to know what was appended. */
    @FunctionalInterface
    interface Postman {
        void appended(TopicSpec topic, @Nullable String key, byte[] value);
    }

    FaultMail(FaultScript script) {
        this.script = script;
    }

    void say(long ms, TopicSpec topic, @Nullable String key, String value) {
        say(ms, topic, key, value.getBytes(UTF_8));
    }

    void say(long ms, TopicSpec topic, @Nullable String key, byte[] value) {
        due.add(new Letter(ms, order++, topic, key, value, false));
    }

    boolean isEmpty() {
        return due.isEmpty();
    }

    /** Appends what is due before {@code untilMs}; what waited for the broker comes when it is back. */
    void deliver(Simulation simulation, long ms, long untilMs, Postman postman) {
        while (!due.isEmpty() && due.element().ms() < untilMs) {
            var letter = due.remove();
            long at = arrival(letter);
            if (at > letter.ms()) {
                due.add(new Letter(at, letter.order(), letter.topic(), letter.key(), letter.value(), true));
                continue;
            }
            var key = letter.key();
            var line = new InputLine(
                    Math.max(FaultWorld.START + Math.max(letter.ms(), ms), simulation.nowMs()),
                    letter.topic(),
                    partition(letter),
                    key == null ? null : key.getBytes(UTF_8),
                    letter.value(),
                    new RecordHeaders());
            simulation.accept(line);
            if (script.has(Kind.DUPLICATES, ms)) {
                simulation.accept(line);
            }
            postman.appended(letter.topic(), key, letter.value());
        }
    }

    /** One writer's records keep their order, however late they are. */
    private long arrival(Letter letter) {
        if (letter.isLate()) {
            return letter.ms();
        }
        var writer = letter.topic().name() + '/' + letter.key();
        long late = script.has(Kind.DELAYS, letter.ms()) ? Math.floorMod(writer.hashCode(), DELAYS) * DELAY_MS : 0;
        long at = Math.max(letter.ms() + late, lastOfWriter.getOrDefault(writer, 0L));
        lastOfWriter.put(writer, at);
        return at;
    }

    /** Null: where the key belongs. */
    private @Nullable Integer partition(Letter letter) {
        boolean any = script.has(Kind.MISPLACED, letter.ms()) || isStrange(letter);
        return any && letter.topic().partitions() > 1
                ? Integer.valueOf((int) (letter.order() % letter.topic().partitions()))
                : null;
    }

    private boolean isStrange(Letter letter) {
        var worker = letter.topic().name().equals("heartbeats") ? FaultFleet.number(letter.key()) : null;
        return worker != null && script.has(Kind.STRANGE_BEATS, worker, letter.ms());
    }
}
