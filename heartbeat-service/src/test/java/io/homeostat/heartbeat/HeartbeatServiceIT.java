package io.homeostat.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.broker.TestBroker;
import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.contract.WorkerStatus.Reason;
import io.homeostat.common.service.ReadinessPart;
import io.homeostat.common.service.ServiceMain;
import io.homeostat.common.streams.Placement;
import io.homeostat.common.streams.StreamsRunner;
import io.homeostat.common.streams.Ticker;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicProvisioner;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.heartbeat.topology.Blindness;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it runs, on a real broker: exactly-once, real append times, real ticks. */
@Tag("broker")
class HeartbeatServiceIT {

    private static final String QUICK = "{\"heartbeat_interval_seconds\":1,\"heartbeat_warning_seconds\":2,"
            + "\"heartbeat_timeout_seconds\":3,\"zombie_threshold_seconds\":4,\"startup_grace_seconds\":4,"
            + "\"double_check_delay_seconds\":1}";

    @TempDir
    static Path brokers;

    private static TestBroker broker;
    private static Wire wire;

    private final Path state = directory();
    private ApplicationContext service;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.startTemporary(brokers);
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            new TopicProvisioner(admin, TopicNames.PLAIN).createMissing(Topics.all(), (short) 1);
        }
        wire = new Wire(broker.bootstrapServers());
        wire.send(
                Topics.POLICIES,
                "heartbeat-policy/type:quick",
                "{\"name\":\"heartbeat-policy\",\"scope\":\"type:quick\",\"version\":\"v1\",\"actor\":\"it\","
                        + "\"reason\":\"short\",\"policy\":" + QUICK + "}");
    }

    @AfterAll
    static void stopBroker() {
        wire.close();
        broker.close();
    }

    @BeforeEach
    void startService() {
        service = start();
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void silent_workers_become_zombies_and_crashed_ones_failed_wherever_their_beats_stand() {
        var silent = "silent-1";
        var crashed = "crashed-1";
        var misplaced = "misplaced-1";
        int elsewhere = (Placement.of(misplaced, TopicSpec.PARTITIONS) + 1) % TopicSpec.PARTITIONS;
        wire.send(Topics.HEARTBEATS, silent, "{\"workerType\":\"quick\",\"incarnation\":\"a\"}");
        wire.send(Topics.HEARTBEATS, crashed, "{\"workerType\":\"quick\",\"incarnation\":\"a\"}");
        wire.send(Topics.HEARTBEATS, elsewhere, misplaced, "{\"workerType\":\"quick\",\"incarnation\":\"a\"}");
        soon().untilAsserted(
                        () -> assertThat(states(silent, crashed, misplaced)).hasSize(3));
        wire.send(Topics.FAILURES, crashed, "{\"workerId\":\"crashed-1\",\"kind\":\"CRASH\",\"incarnation\":\"a\"}");
        soon().untilAsserted(() -> assertThat(states(silent, crashed, misplaced))
                .contains(
                        entry(silent, WorkerState.ZOMBIE),
                        entry(crashed, WorkerState.FAILED),
                        entry(misplaced, WorkerState.ZOMBIE)));
        var zombie = wire.last(Topics.WORKER_STATUS, misplaced, WorkerStatus.class);
        assertThat(zombie.reason()).isEqualTo(Reason.SILENT);
        assertThat(zombie.provenance().evidence()).containsEntry("partition", elsewhere);
        assertThat(zombie.provenance().policy()).isEqualTo(new PolicyRef("heartbeat-policy", "v1"));
        wire.send(Topics.HEARTBEATS, "broken-1", "{");
        soon().until(() -> counted("homeostat.heartbeat.dead.letters") >= 1);
        assertThat(counted("homeostat.heartbeat.beats")).isGreaterThanOrEqualTo(3);
        assertThat(counted("homeostat.ticks.written")).isPositive();
    }

    @Test
    void a_restart_of_the_service_keeps_states_and_declares_nobody_dead() {
        wire.send(Topics.HEARTBEATS, "kept-1", "{\"incarnation\":\"a\"}");
        wire.send(Topics.HEARTBEATS, "gone-1", "{\"workerType\":\"quick\",\"incarnation\":\"a\"}");
        soon().untilAsserted(
                        () -> assertThat(states("gone-1", "kept-1")).contains(entry("gone-1", WorkerState.ZOMBIE)));
        long written = wire.count(Topics.WORKER_STATUS, "kept-1");
        var before = wire.last(Topics.FLEET_GROUPS, "partition:0", FleetGroup.class);
        service.close();
        var stopped = System.nanoTime();
        await().atMost(Duration.ofSeconds(10)) // longer than blind_after_ms: the log then has a gap
                .until(() -> System.nanoTime() - stopped > Duration.ofSeconds(4).toNanos());
        service = start();
        soon().untilAsserted(() -> {
            var group = wire.last(Topics.FLEET_GROUPS, "partition:0", FleetGroup.class);
            assertThat(group.state()).isEqualTo(FleetGroup.State.NORMAL);
            assertThat(group.since()).isAfter(before.since().plusSeconds(3));
            assertThat(group.provenance().evidence()).containsKey("blindSince");
        });
        wire.send(Topics.HEARTBEATS, "kept-1", "{\"incarnation\":\"a\"}");
        wire.send(Topics.HEARTBEATS, "gone-1", "{\"workerType\":\"quick\",\"incarnation\":\"b\"}");
        soon().untilAsserted(() -> assertThat(states("gone-1", "kept-1"))
                .contains(entry("gone-1", WorkerState.ALIVE), entry("kept-1", WorkerState.ALIVE)));
        var revived = wire.last(Topics.WORKER_STATUS, "gone-1", WorkerStatus.class);
        assertThat(revived.reason()).isEqualTo(Reason.NEW_INCARNATION);
        assertThat(revived.previousState()).isEqualTo(WorkerState.ZOMBIE);
        assertThat(wire.count(Topics.WORKER_STATUS, "kept-1")).isEqualTo(written);
    }

    @Test
    void without_ticks_all_partitions_are_blind_and_the_service_is_not_ready_until_they_come_again() {
        var readiness = service.getBeansOfType(ReadinessPart.class).stream()
                .filter(part -> part.name().equals("hearing"))
                .findFirst()
                .orElseThrow();
        soon().until(() -> readiness.problem().isEmpty()
                && service.getBean(Blindness.class).causes().isEmpty());
        service.getBean(Ticker.class, Qualifiers.byName("heartbeats")).close();
        soon().untilAsserted(() -> {
            var group = wire.last(Topics.FLEET_GROUPS, "partition:3", FleetGroup.class);
            assertThat(group.state()).isEqualTo(FleetGroup.State.BLIND);
            assertThat(group.until()).isNull();
        });
        soon().until(() -> readiness.problem().orElse("").contains("partition 3"));
        for (int partition = 0; partition < TopicSpec.PARTITIONS; partition++) {
            wire.send(Topics.HEARTBEATS, partition, "~" + partition, "{}");
        }
        soon().untilAsserted(() -> assertThat(wire.last(Topics.FLEET_GROUPS, "partition:3", FleetGroup.class)
                        .state())
                .isEqualTo(FleetGroup.State.NORMAL));
    }

    private double counted(String metric) {
        return service.getBean(MeterRegistry.class)
                .get(metric)
                .functionCounter()
                .count();
    }

    private ApplicationContext start() {
        var context = ServiceMain.start(
                "heartbeat-service",
                Map.of(
                        "kafka.bootstrap.servers",
                        broker.bootstrapServers(),
                        "homeostat.state-dir",
                        state.toString(),
                        "micronaut.server.port",
                        -1));
        soon().until(() -> context.getBean(StreamsRunner.class).state() == KafkaStreams.State.RUNNING);
        return context;
    }

    private Map<String, WorkerState> states(String... workerIds) {
        var states = new java.util.TreeMap<String, WorkerState>();
        for (var id : workerIds) {
            var status = wire.find(Topics.WORKER_STATUS, id, WorkerStatus.class);
            status.ifPresent(found -> states.put(id, found.state()));
        }
        return states;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(100));
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory(brokers, "state-");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
