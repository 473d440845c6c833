package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of kill switch and flags from code and from the environment, and their life without a broker. */
@Timeout(30)
class LiveFlagsSettingsTest {

    @ParameterizedTest(name = "service {0}, type {1}: {2}")
    @CsvSource({"images, resizer, images", "'', resizer, resizer", "' ', '', default"})
    void the_service_is_named_as_the_plane_names_it(String service, String type, String expected) {
        var variables = with(Map.of("HOMEOSTAT_SERVICE", service, "HOMEOSTAT_WORKER_TYPE", type));
        try (var flags = neverConnected(EnvironmentVariables.flags(variables))) {
            assertThat(flags.service()).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "KAFKA_BOOTSTRAP_SERVERS            | kafka  | 'kafka' is not host:port",
                "KAFKA_BOOTSTRAP_SERVERS            | ' '    | the flags' reader cannot start without it",
                "HOMEOSTAT_SERVICE                  | a\tb   | it holds a control character",
                "HOMEOSTAT_TOPICS_PREFIX            | a b    | a topic prefix is",
                "HOMEOSTAT_FLAGS_STALE_AFTER_SECONDS| 0      | the time without contact is 1 second to 24 hours",
                "HOMEOSTAT_FLAGS_STALE_AFTER_SECONDS| 86401  | the time without contact is 1 second to 24 hours",
                "HOMEOSTAT_FLAGS_STALE_AFTER_SECONDS| 1.5    | the time without contact is a whole number",
            })
    void a_wrong_variable_is_refused_with_its_name_and_reason(String variable, String value, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentVariables.flags(with(Map.of(variable, value))))
                .withMessageStartingWith(variable + " is '")
                .withMessageContaining(reason);
    }

    @Test
    void the_environment_must_say_where_kafka_is() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentVariables.flags(Map.of()))
                .withMessage("KAFKA_BOOTSTRAP_SERVERS is not set: the flags' reader cannot start without it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiveFlags.builder("images").start())
                .withMessageStartingWith("bootstrapServers is not set");
    }

    @ParameterizedTest(name = "{0} ms")
    @ValueSource(longs = {999, 86_400_001})
    void the_time_without_contact_is_bounded(long millis) {
        refused(builder -> builder.staleAfter(Duration.ofMillis(millis)), "staleAfter is '");
    }

    @ParameterizedTest
    @ValueSource(strings = {"group.id", "isolation.level", "auto.offset.reset", "bootstrap.servers"})
    void consumer_settings_that_carry_guarantees_are_not_for_the_worker(String name) {
        refused(builder -> builder.kafkaProperty(name, "1"), "kafkaProperty " + name + " is set by the flags' reader");
    }

    @Test
    void consumer_settings_that_kafka_refuses_are_refused_at_the_start() {
        refused(
                builder -> builder.bootstrapServers("kafka:9092")
                        .kafkaProperty("security.protocol", "TELEPATHY")
                        .start(),
                "kafkaProperty security.protocol: ");
    }

    @Test
    void consumer_settings_of_the_worker_reach_kafka_beside_ours_and_there_is_no_group() {
        assertThat(ConsumerProperties.of("kafka:9092", "images", Map.of("security.protocol", "SSL")))
                .containsEntry("security.protocol", "SSL")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("client.id", "homeostat-flags-images")
                .doesNotContainKey("group.id");
    }

    @Test
    void without_a_broker_everything_new_is_disabled_and_nobody_waits() throws Exception {
        try (var flags = neverConnected(LiveFlags.builder("images"))) {
            assertThat(flags.disableNew()).isTrue();
            assertThat(flags.booleanFlag("f", false)).isFalse();
            assertThat(flags.booleanFlag(FlagSnapshot.DISABLE_NEW, false)).isTrue();
            assertThat(flags.killSwitchOffset()).isEqualTo(-1);
            assertThat(flags.awaitRead(Duration.ofMillis(20))).isFalse();
        }
    }

    @Test
    void a_beat_tells_what_the_worker_obeys() {
        var loop = new SteppedLoop();
        loop.run(Duration.ZERO);
        loop.killSwitchOffset = 12;
        loop.run(SteppedLoop.INTERVAL);
        assertThat(loop.sink.beats()).extracting(Beat::killSwitchOffset).containsExactly(-1L, 12L);
    }

    @Test
    void an_emitter_takes_the_offset_from_the_flags_and_sends_none_where_none_was_read() {
        var sink = new RecordingSink();
        var sent = new CountDownLatch(1);
        sink.answering(outcome -> {
            outcome.stored();
            sent.countDown();
        });
        try (var flags = neverConnected(LiveFlags.builder("images"));
                var _ = HeartbeatEmitter.builder("w-1").flags(flags).start(sink, BeatClock.SYSTEM)) {
            org.awaitility.Awaitility.await().until(() -> sent.getCount() == 0);
        }
        assertThat(sink.beats().getFirst().killSwitchOffset()).isEqualTo(Beat.UNKNOWN);
    }

    private static LiveFlags neverConnected(LiveFlagsBuilder builder) {
        return builder.start(
                "nowhere:1",
                () -> {
                    throw new KafkaException("no broker");
                },
                BeatClock.SYSTEM);
    }

    private static void refused(Consumer<LiveFlagsBuilder> setting, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting.accept(LiveFlags.builder("images")))
                .withMessageStartingWith(message);
    }

    private static Map<String, String> with(Map<String, String> more) {
        var variables = new HashMap<>(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"));
        variables.putAll(more);
        return variables;
    }
}
