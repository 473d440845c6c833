package io.homeostat.pattern.topology;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.FailurePattern;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.Topics;
import io.homeostat.pattern.domain.Occurrence;
import io.homeostat.pattern.domain.Signal;
import io.homeostat.pattern.domain.Taxonomy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Lets failures occur, and reads what was written. */
abstract class PatternsBench {

    static final Duration HOUR = Duration.ofHours(1);

    Bench bench = Bench.patterns();
    private int failures;

    @AfterEach
    void close() {
        bench.close();
    }

    void occur(int times) {
        for (int n = 0; n < times; n++) {
            failures++;
            occur("f-" + failures, "w-1");
        }
    }

    void occur(String failureId, String subject) {
        occurAt(bench.now(), failureId, subject);
    }

    void occurAt(Instant at, String failureId, String subject) {
        var occurrence = occurrence(failureId, subject, "resizer", "images", null);
        bench.pipe(Topics.PATTERN_OCCURRENCES, occurrence.patternId(), Json.bytes(occurrence), at);
    }

    void occur(Occurrence occurrence) {
        bench.pipe(Topics.PATTERN_OCCURRENCES, occurrence.patternId(), Json.bytes(occurrence), bench.now());
    }

    static Occurrence occurrence(
            String failureId, String subject, String type, String service, @Nullable String signature) {
        return new Occurrence(
                Taxonomy.OUT_OF_MEMORY,
                type,
                service,
                signature,
                "1.0",
                FailureKind.OUT_OF_MEMORY,
                subject,
                failureId,
                "failures/0/" + failureId);
    }

    static @Nullable String incident(FailurePattern pattern) {
        var provenance = pattern.provenance();
        return provenance == null ? null : provenance.incidentId();
    }

    List<FailurePattern> patterns() {
        return bench.read(Topics.FAILURE_PATTERNS, FailurePattern.class);
    }

    List<String> confidences() {
        return patterns().stream()
                .map(pattern -> pattern.confidence().toString())
                .toList();
    }

    List<Signal> signals() {
        return bench.read(Topics.INCIDENT_SIGNALS, Signal.class);
    }
}
