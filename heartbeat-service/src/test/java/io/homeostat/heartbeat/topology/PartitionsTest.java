package io.homeostat.heartbeat.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time by partition: gaps, blindness, misplaced beats. */
class PartitionsTest {

    private static final String W = WorkerIds.inPartition(0);
    private static final String ELSEWHERE = WorkerIds.inPartition(3);

    @TempDir
    Path directory;

    private Plane plane;

    @BeforeEach
    void start() {
        plane = new Plane(directory);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void hours_without_ticks_make_nobody_silent_and_each_worker_gets_one_more_interval() {
        plane.tick()
                .beat(W)
                .ticksForSeconds(59)
                .withoutTicks(Duration.ofHours(5))
                .ticksForSeconds(30);
        assertThat(plane.statuses()).extracting(WorkerStatus::state).containsExactly(WorkerState.ALIVE);
        plane.ticksForSeconds(1);
        assertThat(plane.statuses()).extracting(WorkerStatus::state).containsExactly(WorkerState.WARNING);
    }

    @Test
    void who_comes_during_an_amnesty_is_not_overlooked() {
        plane.policy("heartbeat-policy/type:quick", "{'heartbeat_interval_seconds':1,'heartbeat_warning_seconds':2}");
        plane.tick()
                .beat(W)
                .ticksForSeconds(45)
                .withoutTicks(Duration.ofMinutes(5))
                .tick();
        var quick = WorkerIds.inPartition(0, 2).getLast();
        plane.beat(quick, "'workerType':'quick'").ticksForSeconds(2);
        assertThat(plane.statuses())
                .extracting(WorkerStatus::workerId, WorkerStatus::state)
                .contains(tuple(quick, WorkerState.WARNING));
    }

    @Test
    void beats_of_a_backlog_count_though_they_are_read_late() {
        plane.tick().beat(W, "'sequence':1").ticksForSeconds(10);
        plane.withoutTicks(Duration.ofMinutes(10)).beat(W, "'sequence':2");
        plane.withoutTicks(Duration.ofMinutes(10)).beat(W, "'sequence':3").ticksForSeconds(60);
        assertThat(plane.statuses()).hasSize(1);
    }

    @Test
    void a_partition_is_normal_at_its_first_tick_and_blind_and_normal_again_over_a_gap() {
        assertThat(plane.blindness.causes()).containsKey(0);
        plane.tick();
        assertThat(plane.blindness.causes()).isEmpty();
        plane.ticksForSeconds(5).withoutTicks(Duration.ofMillis(2_499)).tick();
        assertThat(plane.groups()).extracting(FleetGroup::state).containsExactly(FleetGroup.State.NORMAL);
        plane.withoutTicks(Duration.ofMillis(2_500)).tick().ticksForSeconds(1);
        assertThat(plane.groups())
                .extracting(FleetGroup::group, FleetGroup::state)
                .containsExactly(
                        tuple("partition:0", FleetGroup.State.BLIND), tuple("partition:0", FleetGroup.State.NORMAL));
    }

    @Test
    void ticks_that_stop_make_the_partition_blind_by_the_local_clock_once() {
        plane.tick().ticksForSeconds(1);
        var lastTick = plane.now();
        plane.groups();
        plane.localClock(Duration.ofMillis(2_499));
        assertThat(plane.groups()).isEmpty();
        plane.localClock(Duration.ofMillis(1)).localClock(Duration.ofSeconds(5));
        assertThat(plane.groups()).singleElement().satisfies(group -> {
            assertThat(group.state()).isEqualTo(FleetGroup.State.BLIND);
            assertThat(group.since()).isEqualTo(lastTick);
            assertThat(group.provenance().causeId()).isEqualTo("heartbeats/0/2");
        });
        assertThat(plane.blindness.causes()).containsEntry(0, "no tick was read");
        plane.ticksForSeconds(1);
        assertThat(plane.groups()).extracting(FleetGroup::state).containsExactly(FleetGroup.State.NORMAL);
        assertThat(plane.blindness.causes()).isEmpty();
    }

    @Test
    void ticks_whose_time_stands_still_are_as_good_as_none() {
        plane.tick().ticksForSeconds(1);
        plane.groups();
        for (int i = 0; i < 3; i++) {
            plane.localClock(Duration.ofMillis(500)).tick();
        }
        assertThat(plane.groups()).isEmpty();
        plane.localClock(Duration.ofMillis(500));
        assertThat(plane.groups())
                .singleElement()
                .satisfies(group -> assertThat(group.cause()).contains("did not move"));
        plane.tick();
        assertThat(plane.groups()).isEmpty();
        plane.ticksFor(Plane.TICK);
        assertThat(plane.groups()).extracting(FleetGroup::state).containsExactly(FleetGroup.State.NORMAL);
    }

    @Test
    void a_misplaced_beat_is_sent_on_and_its_ticks_follow_as_long_as_it_matters() {
        plane.policy("heartbeat-policy", "{'forget_after_hours':1}").tick();
        assertThat(routed()).isEmpty();
        plane.beat(ELSEWHERE).ticksFor(Plane.TICK);
        assertThat(routed())
                .extracting(TestRecord::key)
                .containsExactly(ELSEWHERE, "~0>1", "~0>2", "~0>3", "~0>4", "~0>5");
        plane.ticksFor(Duration.ofHours(1));
        assertThat(routed()).hasSize(5 * 7_200);
        plane.ticksFor(Duration.ofMinutes(8));
        assertThat(routed()).isNotEmpty();
        plane.ticksFor(Duration.ofMinutes(1));
        assertThat(routed()).isEmpty();
    }

    @Test
    void a_misplaced_crash_is_sent_on_without_ticks() {
        plane.tick().crash(ELSEWHERE, "").ticksForSeconds(1);
        assertThat(routed()).extracting(TestRecord::key).containsExactly(ELSEWHERE);
    }

    @Test
    void a_misplaced_worker_is_judged_on_the_time_of_the_partition_it_came_through() {
        plane.tick().ticksForSeconds(5);
        routedTick();
        routedBeat("'incarnation':'a','sequence':1");
        plane.ticksForSeconds(600);
        assertThat(plane.statuses()).extracting(WorkerStatus::state).containsExactly(WorkerState.ALIVE);
        for (int i = 0; i <= 60; i++) { // the other task was away and is blind no more than two ticks at a time
            plane.ticksForSeconds(1);
            routedTick();
        }
        assertThat(plane.statuses()).isEmpty(); // a gap of ten minutes brought an amnesty
        for (int i = 0; i < 30; i++) {
            plane.ticksForSeconds(1);
            routedTick();
        }
        var warning = plane.statuses();
        assertThat(warning).extracting(WorkerStatus::state).containsExactly(WorkerState.WARNING);
        assertThat(warning.getFirst().provenance().evidence()).containsEntry("partition", 3);
        assertThat(warning.getFirst().provenance().causeId()).startsWith("heartbeats-routed/0/");
    }

    @Test
    void a_worker_that_changes_partitions_is_judged_anew_from_that_beat_on() {
        plane.tick().ticksForSeconds(5);
        routedTick();
        routedBeat("'incarnation':'a','sequence':1");
        plane.ticksForSeconds(50).beat(W, "'incarnation':'a','sequence':2").ticksFor(Duration.ofMillis(59_500));
        assertThat(plane.statuses()).hasSize(1);
        plane.ticksFor(Plane.TICK);
        assertThat(plane.statuses())
                .singleElement()
                .satisfies(status -> assertThat(status.provenance().evidence()).containsEntry("partition", 0));
        assertThat(plane.size(HeartbeatTopology.DUE_STORE)).isEqualTo(1);
    }

    private List<TestRecord<String, byte[]>> routed() {
        return plane.read(Topics.HEARTBEATS_ROUTED);
    }

    private void routedTick() {
        plane.send(Topics.HEARTBEATS_ROUTED, RoutedTicks.key(3, 0), "{}");
    }

    private void routedBeat(String fields) {
        var json = ("{'workerId':'" + W + "'," + fields + "}").replace('\'', '"');
        plane.sendBytes(Topics.HEARTBEATS_ROUTED, W.getBytes(UTF_8), json.getBytes(UTF_8), origin(3));
    }

    /** The headers that a task gives a record on its way. */
    private Headers origin(long partition) {
        return new RecordHeaders()
                .add("homeostat-origin-topic", "heartbeats".getBytes(UTF_8))
                .add("homeostat-origin-partition", number(partition))
                .add("homeostat-origin-offset", number(17))
                .add("homeostat-origin-time", number(plane.now().toEpochMilli()));
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
