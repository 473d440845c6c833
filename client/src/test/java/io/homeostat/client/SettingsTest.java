package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings from code and from the environment: what is accepted, and how the rest is refused. */
class SettingsTest {

    private static final Map<String, String> LEAST =
            Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "HOMEOSTAT_WORKER_ID", "w-1");

    @ParameterizedTest
    @ValueSource(strings = {"w", "7", "w-17", "eu/west:a.b_c-9", "A23456789"})
    void worker_ids(String id) {
        assertThat(HeartbeatEmitter.builder(id)).isNotNull();
        assertThat(HeartbeatEmitter.builder(id + "x".repeat(128 - id.length()))).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeartbeatEmitter.builder(id + "x".repeat(129 - id.length())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-w", ".w", "~w", "w 1", "w\n", "wörker", "w|1"})
    void what_is_no_worker_id_is_refused_with_its_value(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeartbeatEmitter.builder(id))
                .withMessageStartingWith("workerId is '" + id + "': a worker id is a letter or digit and");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KAFKA_BOOTSTRAP_SERVERS", "HOMEOSTAT_WORKER_ID"})
    void a_required_variable_that_is_missing_or_blank_is_named(String variable) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentVariables.builder(without(variable)))
                .withMessage(variable + " is not set: the emitter cannot start without it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentVariables.builder(with(variable, " ")))
                .withMessage(variable + " is ' ': the emitter cannot start without it");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "HOMEOSTAT_WORKER_ID                  | w 1               | a worker id is",
                "KAFKA_BOOTSTRAP_SERVERS              | kafka             | 'kafka' is not host:port",
                "KAFKA_BOOTSTRAP_SERVERS              | kafka:9092,       | '' is not host:port",
                "KAFKA_BOOTSTRAP_SERVERS              | a:1,b:x           | 'b:x' is not host:port",
                "HOMEOSTAT_HEARTBEAT_INTERVAL_SECONDS | soon              | an interval is a number of seconds",
                "HOMEOSTAT_HEARTBEAT_INTERVAL_SECONDS | 30s               | an interval is a number of seconds",
                "HOMEOSTAT_HEARTBEAT_INTERVAL_SECONDS | 0                 | an interval is 0.1 to 3600 seconds",
                "HOMEOSTAT_HEARTBEAT_INTERVAL_SECONDS | -1                | an interval is 0.1 to 3600 seconds",
                "HOMEOSTAT_HEARTBEAT_INTERVAL_SECONDS | 0.0999            | an interval is 0.1 to 3600 seconds",
                "HOMEOSTAT_HEARTBEAT_INTERVAL_SECONDS | 3600.001          | an interval is 0.1 to 3600 seconds",
                "HOMEOSTAT_HEARTBEAT_INTERVAL_SECONDS | 1e999999999       | an interval is 0.1 to 3600 seconds",
                "HOMEOSTAT_TOPICS_PREFIX              | blue plane.       | a topic prefix is",
                "HOMEOSTAT_VERSION                    | 1\t2              | it holds a control character",
            })
    void a_wrong_variable_is_refused_with_its_name_value_and_reason(String variable, String value, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentVariables.builder(with(variable, value)))
                .withMessageStartingWith(variable + " is '" + value + "': ")
                .withMessageContaining(reason);
    }

    @Test
    void names_are_bounded() {
        var longest = "v".repeat(128);
        assertThat(EnvironmentVariables.builder(with("HOMEOSTAT_VERSION", longest)))
                .isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentVariables.builder(with("HOMEOSTAT_VERSION", longest + "v")))
                .withMessageStartingWith("HOMEOSTAT_VERSION is 'vvv")
                .withMessageEndingWith("it is longer than 128 characters");
    }

    @ParameterizedTest(name = "{0} s is {1} ms")
    @CsvSource({"0.1, 100", "0.5, 500", "1, 1000", " 2.5 , 2500", "3e1, 30000", "3600, 3600000", "0.1004, 100"})
    void intervals_may_be_decimal(String seconds, long millis) {
        assertThat(Rules.intervalSeconds("X", seconds)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kafka:9092", "a:1,b:2", "a:1, b:2", "[::1]:9092", "10.0.0.1:9092", "SASL_SSL://k-0.k.svc:9093"})
    void bootstrap_servers(String servers) {
        assertThat(Rules.bootstrapServers("X", servers)).isEqualTo(servers);
    }

    @Test
    void the_environment_names_the_worker_and_blank_variables_count_as_not_set() {
        var given = with("HOMEOSTAT_INCARNATION", "restart-7");
        try (var emitter = EnvironmentVariables.builder(given).start(new RecordingSink(), BeatClock.SYSTEM)) {
            assertThat(emitter.workerId()).isEqualTo("w-1");
            assertThat(emitter.incarnation()).isEqualTo("restart-7");
        }
        var blank = with("HOMEOSTAT_INCARNATION", "");
        try (var one = EnvironmentVariables.builder(blank).start(new RecordingSink(), BeatClock.SYSTEM);
                var other = EnvironmentVariables.builder(blank).start(new RecordingSink(), BeatClock.SYSTEM)) {
            assertThat(one.incarnation()).matches("[0-9A-Z]{26}").isNotEqualTo(other.incarnation());
        }
    }

    @Test
    void the_environment_sets_the_interval() {
        var sink = new RecordingSink();
        try (var _ = EnvironmentVariables.builder(with("HOMEOSTAT_HEARTBEAT_INTERVAL_SECONDS", "0.1"))
                .start(sink, BeatClock.SYSTEM)) {
            Awaitility.await().until(() -> sink.sent().size() >= 3);
        }
    }

    @Test
    void a_builder_without_servers_does_not_start() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeartbeatEmitter.builder("w-1").start())
                .withMessageContaining("bootstrapServers is not set");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 60_001})
    void the_wait_for_the_goodbye_is_bounded(long millis) {
        refused(builder -> builder.goodbyeWithin(Duration.ofMillis(millis)), "goodbyeWithin is '");
    }

    @ParameterizedTest
    @ValueSource(longs = {99, 3_600_001})
    void the_interval_is_bounded(long millis) {
        refused(builder -> builder.interval(Duration.ofMillis(millis)), "interval is '");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"acks", "delivery.timeout.ms", "bootstrap.servers", "transactional.id", "partitioner.class"})
    void producer_settings_that_carry_guarantees_are_not_for_the_worker(String name) {
        refused(builder -> builder.kafkaProperty(name, "1"), "kafkaProperty " + name + " is set by the emitter");
    }

    @Test
    void producer_settings_that_kafka_refuses_are_refused_at_the_start() {
        refused(
                builder -> builder.bootstrapServers("kafka:9092")
                        .kafkaProperty("security.protocol", "TELEPATHY")
                        .start(),
                "kafkaProperty security.protocol: ");
    }

    @Test
    void producer_settings_of_the_worker_reach_kafka_beside_those_of_the_emitter() {
        var all = ProducerProperties.of("kafka:9092", "w-1", Map.of("security.protocol", "SSL"));

        assertThat(all)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("bootstrap.servers", "kafka:9092")
                .containsEntry("client.id", "homeostat-heartbeat-w-1")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .doesNotContainKeys("partitioner.class", "partitioner.ignore.keys");
    }

    private static void refused(Consumer<HeartbeatEmitterBuilder> setting, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting.accept(HeartbeatEmitter.builder("w-1")))
                .withMessageStartingWith(message);
    }

    private static Map<String, String> with(String name, String value) {
        var variables = new HashMap<>(LEAST);
        variables.put(name, value);
        return variables;
    }

    private static Map<String, String> without(String name) {
        var variables = new HashMap<>(LEAST);
        variables.remove(name);
        return variables;
    }
}
