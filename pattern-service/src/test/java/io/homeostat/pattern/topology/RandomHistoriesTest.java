package io.homeostat.pattern.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.ErrorRate;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.FailurePattern;
import io.homeostat.common.contract.Incident;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.topics.Topics;
import io.homeostat.pattern.domain.Occurrence;
import io.homeostat.pattern.domain.Sample;
import io.homeostat.pattern.domain.Signal;
import io.homeostat.pattern.domain.Taxonomy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded histories against the plainest account of them that there is. */
class RandomHistoriesTest {

    private static final List<Severity> SEVERITIES = List.of(Severity.P0, Severity.P1, Severity.P2, Severity.P3);

    private record Counted(String version, long atMs, long succeeded, long failed) {}

    /** CountsInAreCountsOut, EachFailureOnce, TheLastRecordIsThePresent. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_window_counts_exactly_the_operations_of_its_time(long seed) {
        var random = new Random(seed);
        try (var bench = Bench.rates()) {
            bench.patternPolicy("{\"error_rate_windows\":[10,60],\"min_operations\":5}");
            var counted = new ArrayList<Counted>();
            var ids = new HashSet<String>();
            var last = new HashMap<String, ErrorRate>();
            for (int step = 0; step < 300; step++) {
                for (int n = random.nextInt(4); n > 0; n--) {
                    var id = random.nextBoolean() ? "failure/" + random.nextInt(40) : null;
                    var version = "" + random.nextInt(2);
                    var at = bench.now().minusMillis(random.nextInt(10) == 0 ? random.nextInt(80_000) : 0);
                    var sample =
                            new Sample("s", version, id == null ? 3 : 0, id == null ? random.nextInt(2) : 1, id, "c");
                    bench.pipe(Topics.PATTERN_SAMPLES, sample.key(), Json.bytes(sample), at);
                    if (id == null || ids.add(version + id)) {
                        counted.add(new Counted(version, at.toEpochMilli(), sample.succeeded(), sample.failed()));
                    }
                }
                bench.pass(Duration.ofMillis(500L * (1 + random.nextInt(8))));
                for (var rate : bench.read(Topics.ERROR_RATES, ErrorRate.class)) {
                    last.put(rate.version() + '/' + rate.windowSeconds(), rate);
                }
                last.values().forEach(rate -> isThePresent(rate, counted, bench.now(), seed));
            }
            assertThat(last).hasSize(4);
        }
    }

    private static void isThePresent(ErrorRate rate, List<Counted> counted, Instant now, long seed) {
        long bucketMs = rate.windowSeconds() * 100;
        long fromMs = now.toEpochMilli() / bucketMs * bucketMs - 9 * bucketMs;
        long succeeded = 0;
        long failed = 0;
        for (var one : counted) {
            if (one.version.equals(rate.version()) && one.atMs >= fromMs) {
                succeeded += one.succeeded;
                failed += one.failed;
            }
        }
        assertThat(rate.succeeded()).as("seed %s at %s: %s", seed, now, rate).isEqualTo(succeeded);
        assertThat(rate.failed()).as("seed %s at %s: %s", seed, now, rate).isEqualTo(failed);
        var interval = rate.rate();
        if (interval != null) {
            assertThat(interval).isBetween(rate.low(), rate.high());
        }
    }

    /** EachFailureOnce, StatusIsThresholdOfCount, ConfidenceIsMonotoneInCount, NoRecordWithoutChange. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void a_pattern_is_what_its_window_counts(long seed) {
        var random = new Random(seed);
        try (var bench = Bench.patterns().coarsely()) {
            bench.patternPolicy("{\"time_window_hours\":1}");
            var within = new HashMap<String, Long>();
            FailurePattern last = null;
            for (int step = 0; step < 80; step++) {
                for (int n = random.nextInt(4); n > 0; n--) {
                    var failureId = "f-" + random.nextInt(30);
                    long lateMs = random.nextInt(5) == 0 ? random.nextInt(2 * 3_600_000) : 0;
                    long atMs = Math.max(Bench.START.toEpochMilli(), bench.now().toEpochMilli() - lateMs);
                    occur(bench, failureId, Instant.ofEpochMilli(atMs));
                    if (bench.now().toEpochMilli() - atMs < 3_600_000) {
                        within.putIfAbsent(failureId, atMs);
                    }
                }
                last = newest(last, bench, seed);
                expect(last, within.size(), seed);
                bench.pass(Duration.ofSeconds(60L + random.nextInt(600)));
                long untilMs = bench.now().toEpochMilli() - 3_600_000;
                within.values().removeIf(atMs -> atMs <= untilMs);
                last = newest(last, bench, seed);
                expect(last, within.size(), seed);
            }
            assertThat(last).isNotNull();
        }
    }

    private static void occur(Bench bench, String failureId, Instant at) {
        var occurrence = new Occurrence(
                Taxonomy.TIMEOUT, "t", "s", null, "1", FailureKind.TIMEOUT, "w-1", failureId, "failures/0/1");
        bench.pipe(Topics.PATTERN_OCCURRENCES, occurrence.patternId(), Json.bytes(occurrence), at);
    }

    private static @Nullable FailurePattern newest(@Nullable FailurePattern last, Bench bench, long seed) {
        for (var next : bench.read(Topics.FAILURE_PATTERNS, FailurePattern.class)) {
            if (last != null) {
                assertThat(next.status() == last.status() && next.confidence().compareTo(last.confidence()) == 0)
                        .as("seed %s: %s after %s", seed, next, last)
                        .isFalse();
            }
            last = next;
        }
        return last;
    }

    private static void expect(@Nullable FailurePattern last, int count, long seed) {
        boolean active = last != null && last.status() == FailurePattern.Status.ACTIVE;
        assertThat(active).as("seed %s: %s with %s", seed, last, count).isEqualTo(count >= 3);
        if (active && last != null) {
            assertThat(last.confidence())
                    .as("seed %s with %s", seed, count)
                    .hasToString(count < 6 ? "0.33" : count < 9 ? "0.67" : "1.00");
        }
    }

    /** NeverReopensSilently, LevelNeverFallsWhileOpen, EveryCommandAnsweredOnce, TimelineIsBounded. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void an_incident_tells_its_whole_story(long seed) {
        var random = new Random(seed);
        try (var bench = Bench.incidents().coarsely()) {
            var last = new HashMap<String, Incident>();
            var answers = new ArrayList<AuditRecord>();
            int commands = 0;
            for (int step = 0; step < 400; step++) {
                var incidentId = "inc-" + random.nextInt(3);
                commands += act(bench, random, incidentId, step);
                bench.pass(Duration.ofSeconds(random.nextInt(10) == 0 ? 600 : 5));
                bench.read(Topics.INCIDENTS, Incident.class).forEach(next -> follows(last, next, seed));
                answers.addAll(bench.read(Topics.AUDIT, AuditRecord.class));
            }
            assertThat(answers).hasSize(commands);
            assertThat(answers).extracting(AuditRecord::id).doesNotHaveDuplicates();
            assertThat(last).hasSize(3);
        }
    }

    private static int act(Bench bench, Random random, String incidentId, int step) {
        Signal signal = switch (random.nextInt(6)) {
            case 0, 1, 2 ->
                new Signal.Trouble(
                        incidentId,
                        "K-" + random.nextInt(4),
                        "w-" + random.nextInt(3),
                        null,
                        null,
                        SEVERITIES.get(random.nextInt(4)),
                        null,
                        random.nextBoolean(),
                        "ref-" + random.nextInt(500),
                        "c",
                        false);
            case 3 -> new Signal.Ended(incidentId, "over", "ref-e" + step, "c");
            case 4 -> ordered(OperatorCommand.Type.INCIDENT_ACK, incidentId, random.nextInt(100));
            default -> ordered(OperatorCommand.Type.INCIDENT_RESOLVE, incidentId, random.nextInt(100));
        };
        bench.pipe(Topics.INCIDENT_SIGNALS, incidentId, Json.bytes(signal), bench.now());
        return signal instanceof Signal.Ordered ? 1 : 0;
    }

    private static Signal ordered(OperatorCommand.Type type, String incidentId, int number) {
        return new Signal.Ordered(
                new OperatorCommand("c-" + number, type, incidentId, "alice", "because", null, null), "c");
    }

    private static void follows(Map<String, Incident> last, Incident next, long seed) {
        var before = last.put(next.incidentId(), next);
        var change = Objects.requireNonNull(next.provenance()).decision();
        var told = "seed " + seed + ": " + next + " after " + before;
        assertThat("OPENED".equals(change)).as(told).isEqualTo(before == null);
        assertThat(next.timeline()).as(told).hasSizeLessThanOrEqualTo(Incident.TIMELINE_MAX);
        assertThat(next.resolvedAt() != null).as(told).isEqualTo(next.status() == Incident.Status.RESOLVED);
        if (before != null) {
            boolean reopened = before.status() == Incident.Status.RESOLVED && next.status() != Incident.Status.RESOLVED;
            assertThat("REOPENED".equals(change)).as(told).isEqualTo(reopened);
            assertThat(next.openedAt()).as(told).isEqualTo(before.openedAt());
            assertThat(reopened || next.escalationLevel() >= before.escalationLevel())
                    .as(told)
                    .isTrue();
        }
    }
}
