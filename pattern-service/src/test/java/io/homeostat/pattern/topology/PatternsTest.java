package io.homeostat.pattern.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.FailurePattern;
import io.homeostat.common.contract.FailurePattern.Status;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.topics.Topics;
import io.homeostat.pattern.domain.Occurrence;
import io.homeostat.pattern.domain.Signal;
import io.homeostat.pattern.domain.Taxonomy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatternsTest extends PatternsBench {

    @Test
    void two_are_none_and_three_are_a_pattern() {
        occur(2);
        assertThat(patterns()).isEmpty();

        occur(1);

        assertThat(patterns()).singleElement().satisfies(pattern -> {
            assertThat(pattern.status()).isEqualTo(Status.ACTIVE);
            assertThat(pattern.kind()).isEqualTo(FailurePattern.Kind.FREQUENCY);
            assertThat(pattern.classification()).isEqualTo("resource:out_of_memory");
            assertThat(pattern.occurrences()).isEqualTo(3);
            assertThat(pattern.confidence()).hasToString("0.33");
            assertThat(pattern.severity()).isEqualTo(Severity.P2);
            assertThat(pattern.patternId()).startsWith("pat-");
            assertThat(pattern.examples()).containsExactly("f-3", "f-2", "f-1");
            assertThat(pattern.subjects()).containsExactly("w-1");
            assertThat(pattern.firstSeen()).isEqualTo(Bench.START);
        });
    }

    @Test
    void confidence_rises_at_twice_and_at_three_times_the_threshold_and_only_then_is_written() {
        occur(5);
        assertThat(confidences()).containsExactly("0.33");
        occur(1);
        assertThat(confidences()).containsExactly("0.67");
        occur(2);
        assertThat(confidences()).isEmpty();
        occur(1);
        assertThat(confidences()).containsExactly("1.00");
        occur(20);
        assertThat(confidences()).isEmpty();
    }

    @Test
    void an_occurrence_exactly_one_window_old_no_longer_counts() {
        bench.patternPolicy("{\"time_window_hours\":1}");
        occur(3);
        patterns();

        bench.pass(HOUR.minusMillis(Bench.TICK_MS));
        assertThat(patterns()).isEmpty();
        bench.pass(Duration.ofMillis(Bench.TICK_MS));

        assertThat(patterns()).singleElement().satisfies(pattern -> {
            assertThat(pattern.status()).isEqualTo(Status.RESOLVED);
            assertThat(pattern.occurrences()).isZero();
        });
        bench.pass(HOUR);
        assertThat(patterns()).isEmpty();
    }

    @Test
    void confidence_falls_step_by_step_as_occurrences_leave_and_below_the_threshold_it_is_resolved() {
        bench.patternPolicy("{\"time_window_hours\":1}");
        for (int n = 0; n < 9; n++) {
            occur(1);
            bench.pass(Duration.ofMinutes(1));
        }
        patterns();

        bench.pass(HOUR);

        assertThat(bench.read(Topics.FAILURE_PATTERNS, FailurePattern.class))
                .extracting(
                        FailurePattern::status,
                        FailurePattern::occurrences,
                        p -> p.confidence().toString())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Status.ACTIVE, 8, "0.67"),
                        org.assertj.core.groups.Tuple.tuple(Status.ACTIVE, 5, "0.33"),
                        org.assertj.core.groups.Tuple.tuple(Status.RESOLVED, 2, "0.33"));
    }

    @Test
    void a_failure_counts_once_however_often_it_is_read() {
        occur("f-1", "w-1");
        occur("f-1", "w-1");
        bench.pass(HOUR);
        occur("f-1", "w-1");
        occur("f-2", "w-1");
        assertThat(patterns()).isEmpty();
        occur("f-3", "w-1");
        assertThat(patterns())
                .singleElement()
                .satisfies(pattern -> assertThat(pattern.occurrences()).isEqualTo(3));
    }

    @Test
    void other_types_services_and_signatures_are_other_patterns() {
        occur(occurrence("a", "w-1", "resizer", "images", "heap is full"));
        occur(occurrence("b", "w-1", "resizer", "images", "heap is <*>"));
        occur(occurrence("c", "w-1", "resizer", "mail", "heap is full"));
        occur(occurrence("d", "w-1", "scanner", "images", "heap is full"));
        occur(occurrence("e", "w-1", "resizer", "images", null));

        assertThat(patterns()).isEmpty();
    }

    @Test
    void subjects_and_examples_are_the_newest_ten() {
        bench.patternPolicy("{\"frequency_threshold\":12}");
        for (int n = 1; n <= 12; n++) {
            occur("f-" + n, "w-" + n);
        }

        assertThat(patterns()).singleElement().satisfies(pattern -> {
            assertThat(pattern.subjects())
                    .hasSize(10)
                    .startsWith("w-12", "w-11")
                    .endsWith("w-3");
            assertThat(pattern.examples()).hasSize(10).startsWith("f-12").endsWith("f-3");
        });
    }

    @Test
    void the_version_is_named_while_all_failures_are_of_one() {
        occur(3);
        assertThat(patterns().getFirst().version()).isEqualTo("1.0");
        var other = new Occurrence(
                Taxonomy.OUT_OF_MEMORY, "resizer", "images", null, "2.0", FailureKind.OUT_OF_MEMORY, "w-1", "x", "c");
        occur(other);
        occur(2);
        assertThat(patterns().getFirst().version()).isNull();
    }

    @Test
    void the_id_is_stable_but_the_incident_is_that_of_the_episode() {
        bench.patternPolicy("{\"time_window_hours\":1}");
        occur(3);
        var first = patterns().getFirst();
        bench.pass(HOUR.plusSeconds(1));
        patterns();
        occur(3);
        var second = patterns().getFirst();

        assertThat(second.patternId()).isEqualTo(first.patternId());
        assertThat(incident(second)).isNotEqualTo(incident(first));
    }

    @Test
    void the_incident_hears_of_appearance_rise_and_end_but_not_of_a_fall() {
        bench.patternPolicy("{\"time_window_hours\":1}");
        occur(6);
        assertThat(signals())
                .extracting(signal -> signal instanceof Signal.Trouble trouble ? trouble.what() : "ended")
                .containsExactly(
                        "Recurring resource:out_of_memory at confidence 0.33",
                        "Recurring resource:out_of_memory at confidence 0.67");
        bench.pass(HOUR);
        assertThat(signals()).singleElement().isInstanceOf(Signal.Ended.class);
    }

    @Test
    void what_is_read_late_is_as_old_as_its_append_time_says() {
        bench.patternPolicy("{\"time_window_hours\":1}");
        occur(2);
        bench.pass(Duration.ofMinutes(59));
        occurAt(Bench.START, "late", "w-1");
        assertThat(patterns()).hasSize(1);
        bench.pass(Duration.ofMinutes(1));
        assertThat(patterns())
                .singleElement()
                .satisfies(pattern -> assertThat(pattern.status()).isEqualTo(Status.RESOLVED));

        occurAt(Bench.START, "too-late-1", "w-1");
        occurAt(Bench.START, "too-late-2", "w-1");
        occurAt(Bench.START, "too-late-3", "w-1");
        assertThat(patterns()).isEmpty();
    }

    @Test
    void while_time_stands_still_nothing_leaves() {
        bench.patternPolicy("{\"time_window_hours\":1}");
        occur(3);
        patterns();
        bench.passUnticked(HOUR.multipliedBy(5));
        bench.tick();

        assertThat(patterns()).isEmpty();
    }

    @Test
    void a_changed_threshold_is_in_force_at_the_next_tick_without_a_failure() {
        occur(4);
        patterns();
        bench.patternPolicy("{\"frequency_threshold\":5}");
        assertThat(patterns())
                .singleElement()
                .satisfies(pattern -> assertThat(pattern.status()).isEqualTo(Status.RESOLVED));
        bench.patternPolicy("{\"frequency_threshold\":2}");
        assertThat(patterns()).singleElement().satisfies(pattern -> {
            assertThat(pattern.status()).isEqualTo(Status.ACTIVE);
            assertThat(pattern.confidence()).hasToString("0.67");
        });
    }

    @Test
    void disabled_means_not_counted() {
        bench.patternPolicy("{\"enabled\":false}");
        occur(9);
        assertThat(patterns()).isEmpty();
    }

    @Test
    void a_pattern_with_very_many_occurrences_forgets_the_oldest_first() {
        bench.patternPolicy("{\"time_window_hours\":1}");
        occur(Occurrences.MAX + 5);
        patterns();
        bench.pass(HOUR);
        bench.pass(Duration.ofSeconds(10)); // a bounded number leaves per tick

        assertThat(patterns().getLast().occurrences()).isZero();
    }

    @Test
    void the_record_passes_the_parser_of_its_readers() {
        occur(3);

        assertThat(bench.records(Topics.FAILURE_PATTERNS))
                .singleElement()
                .satisfies(record -> assertThat(FailurePattern.parse(record.key(), record.value()))
                        .isInstanceOf(Parsed.Valid.class));
    }
}
