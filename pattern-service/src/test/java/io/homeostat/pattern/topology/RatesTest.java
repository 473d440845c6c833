package io.homeostat.pattern.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.ErrorRate;
import io.homeostat.common.contract.ErrorRate.Verdict;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.Topics;
import io.homeostat.pattern.domain.Sample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RatesTest {

    private final Bench bench = Bench.rates();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void every_update_is_published_for_every_window_at_once() {
        sample("s", "1", 19, 1, null);

        assertThat(rates())
                .extracting(ErrorRate::windowSeconds, ErrorRate::succeeded, ErrorRate::failed, ErrorRate::verdict)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(60L, 19L, 1L, Verdict.OK),
                        org.assertj.core.groups.Tuple.tuple(300L, 19L, 1L, Verdict.OK),
                        org.assertj.core.groups.Tuple.tuple(3_600L, 19L, 1L, Verdict.OK));
    }

    @Test
    void a_rate_is_not_blind_right_after_a_bucket_began() {
        sample("s", "1", 10, 10, null);
        bench.pass(Duration.ofSeconds(6)); // the next bucket of the window of a minute
        rates();
        sample("s", "1", 1, 0, null);

        assertThat(minute(rates()).getLast().succeeded()).isEqualTo(11);
    }

    /** Samples at the start of a bucket, which is a whole number of six seconds. */
    @Test
    void operations_leave_the_window_one_window_after_the_start_of_their_bucket() {
        sample("s", "1", 5, 0, null);
        bench.pass(Duration.ofMillis(59_500));
        assertThat(minute(rates())).hasSize(1);

        bench.pass(Duration.ofMillis(500));

        assertThat(minute(rates()))
                .singleElement()
                .satisfies(rate -> assertThat(rate.succeeded() + rate.failed()).isZero())
                .satisfies(rate -> assertThat(rate.rate()).isNull())
                .satisfies(rate -> assertThat(rate.verdict()).isEqualTo(Verdict.INCONCLUSIVE));
    }

    @Test
    void a_window_that_empties_is_published_once_and_then_never_again() {
        sample("s", "1", 5, 0, null);
        bench.pass(Duration.ofSeconds(61));
        rates();

        bench.pass(Duration.ofMinutes(2));

        assertThat(minute(rates())).isEmpty();
    }

    @Test
    void each_bucket_that_leaves_is_told_of_so_that_the_last_record_is_never_older_than_a_tick() {
        sample("s", "1", 5, 0, null);
        bench.pass(Duration.ofSeconds(12));
        sample("s", "1", 7, 0, null);
        rates();

        bench.pass(Duration.ofSeconds(48));
        assertThat(minute(rates())).extracting(ErrorRate::succeeded).containsExactly(7L);
        bench.pass(Duration.ofSeconds(12));
        assertThat(minute(rates())).extracting(ErrorRate::succeeded).containsExactly(0L);
    }

    @Test
    void a_bucket_that_has_left_its_window_is_forgotten() {
        for (int second = 0; second < 130; second += 5) {
            sample("s", "1", 1, 0, null);
            bench.pass(Duration.ofSeconds(5));
        }
        int ofMinute = 9; // the newest of the ten is empty yet
        int ofFiveMinutes = 5; // 130 s in buckets of 30 s
        int ofHour = 1;

        assertThat(bench.kept(PatternTopology.BUCKETS)).isEqualTo(ofMinute + ofFiveMinutes + ofHour);
        assertThat(minute(rates()).getLast().succeeded()).isEqualTo(11);
    }

    @Test
    void versions_are_kept_apart_and_names_cannot_be_confused() {
        sample("s", "1", 5, 0, null);
        sample("s", "2", 0, 3, null);
        sample("s|2", "", 100, 0, null);
        sample("s", "2", 1, 0, null);

        assertThat(minute(rates()).getLast())
                .satisfies(rate -> assertThat(rate.succeeded()).isEqualTo(1))
                .satisfies(rate -> assertThat(rate.failed()).isEqualTo(3));
    }

    @Test
    void a_failure_counts_once_however_often_it_is_read() {
        sample("s", "1", 0, 1, "failure/f-1");
        sample("s", "1", 0, 1, "failure/f-1");
        bench.pass(Duration.ofMinutes(59));
        sample("s", "1", 0, 1, "failure/f-1");
        sample("s", "1", 0, 1, "failure/f-2");

        var hour =
                rates().stream().filter(rate -> rate.windowSeconds() == 3_600).toList();
        assertThat(hour.getLast().failed()).isEqualTo(2);
    }

    @Test
    void after_a_gap_the_first_window_is_inconclusive_whatever_it_counts() {
        bench.passUnticked(Duration.ofMillis(2_499));
        bench.tick();
        sample("s", "1", 100, 0, null);
        assertThat(minute(rates()).getLast().verdict()).isEqualTo(Verdict.OK);

        bench.passUnticked(Duration.ofMillis(2_500)); // blind_after_ms
        bench.tick();
        sample("s", "1", 100, 0, null);
        assertThat(minute(rates()).getLast().verdict()).isEqualTo(Verdict.INCONCLUSIVE);

        bench.pass(Duration.ofSeconds(66)); // 10 s begun buckets after the gap
        sample("s", "1", 100, 0, null);
        assertThat(minute(rates()).getLast().verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void what_is_read_later_than_its_window_is_no_news_of_the_present() {
        bench.pass(Duration.ofMinutes(2));
        rates();
        sampleAt(Bench.START, "s", "1", 5, 5, null);

        assertThat(rates()).extracting(ErrorRate::windowSeconds).containsExactly(300L, 3_600L);
    }

    /** Else it would hang on a hop whether a reader that waits for rates of a certain age waits for this one (ADR 15). */
    @Test
    void a_rate_is_as_old_as_the_sample_that_changed_it_though_a_tick_overtook_it() {
        var overtaken = bench.now().plusMillis(230);
        bench.pass(Duration.ofMillis(500));
        sampleAt(overtaken, "s", "1", 5, 5, null);
        var rate = bench.records(Topics.ERROR_RATES).getFirst();

        assertThat(Instant.ofEpochMilli(rate.timestamp())).isEqualTo(overtaken);
        assertThat(new String(rate.headers().lastHeader("ce_time").value(), StandardCharsets.UTF_8))
                .isEqualTo(Json.instant(overtaken));
    }

    @Test
    void a_window_that_the_policy_no_longer_names_is_told_until_it_is_empty() {
        sample("s", "1", 0, 30, null);
        rates();
        bench.patternPolicy("{\"error_rate_windows\":[10]}");
        bench.pass(Duration.ofSeconds(66));

        var last = minute(rates()).getLast();
        assertThat(last.failed()).isZero();
        sample("s", "1", 0, 30, null);
        assertThat(rates()).extracting(ErrorRate::windowSeconds).containsExactly(10L);
    }

    @Test
    void windows_and_the_minimum_are_policy_from_the_next_tick_on() {
        bench.patternPolicy("{\"error_rate_windows\":[10],\"min_operations\":1}");
        sample("s", "1", 1, 0, null);

        assertThat(rates()).singleElement().satisfies(rate -> {
            assertThat(rate.windowSeconds()).isEqualTo(10);
            assertThat(rate.verdict()).isEqualTo(Verdict.OK);
            assertThat(rate.provenance()).isNotNull();
        });
    }

    @Test
    void a_service_with_a_strange_name_is_a_service_and_no_tick() {
        sample("~0", "1", 20, 0, null);

        assertThat(minute(rates()))
                .singleElement()
                .satisfies(rate -> assertThat(rate.service()).isEqualTo("~0"));
    }

    @Test
    void the_record_passes_the_parser_of_its_readers() {
        sample("s", "1", 19, 1, null);

        assertThat(bench.records(Topics.ERROR_RATES)).hasSize(3).allSatisfy(record -> {
            assertThat(record.key()).isEqualTo("s|1");
            assertThat(ErrorRate.parse(record.value())).isInstanceOf(io.homeostat.common.contract.Parsed.Valid.class);
            assertThat(record.headers().lastHeader("ce_type")).isNotNull();
        });
    }

    private void sample(String service, String version, long succeeded, long failed, @Nullable String id) {
        sampleAt(bench.now(), service, version, succeeded, failed, id);
    }

    private void sampleAt(
            Instant at, String service, String version, long succeeded, long failed, @Nullable String id) {
        var sample = new Sample(service, version, succeeded, failed, id, "failures/0/1");
        bench.pipe(Topics.PATTERN_SAMPLES, sample.key(), Json.bytes(sample), at);
    }

    private List<ErrorRate> rates() {
        return bench.read(Topics.ERROR_RATES, ErrorRate.class);
    }

    private static List<ErrorRate> minute(List<ErrorRate> rates) {
        return rates.stream().filter(rate -> rate.windowSeconds() == 60).toList();
    }
}
