package io.homeostat.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.broker.EmbeddedBroker;
import io.homeostat.common.streams.StreamsRunner;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.streams.Ticker;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.Topics;
import io.homeostat.rollback.control.topology.PoliciesTopology;
import io.homeostat.rollback.control.topology.SwitchTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The applications of the switch and of the policies on a real broker, under what anybody may send them. */
@Timeout(240)
class ControlIT {

    private static final Duration START = Duration.ofSeconds(60);

    /** What an operator's command may take, whatever came before it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedBroker broker;

    @SuppressWarnings("NullAway.Init")
    private static ControlWire wire;

    @SuppressWarnings("NullAway.Init")
    private static Ticker ticker;

    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @BeforeAll
    static void start(@TempDir Path temporary) {
        directory = temporary;
        broker = EmbeddedBroker.startTemporary(temporary);
        wire = new ControlWire(broker.bootstrapServers());
        wire.provision();
        ticker = new Ticker(settings("ticker"), List.of(Topics.CLOCK), 500);
        ticker.start();
    }

    @AfterAll
    static void stop() {
        ticker.close();
        wire.close();
        broker.close();
    }

    private static StreamsSettings settings(String application) {
        return new StreamsSettings(
                broker.bootstrapServers(),
                application,
                TopicNames.PLAIN,
                directory.resolve("state"),
                null,
                20,
                1,
                Map.of());
    }

    private static StreamsRunner killSwitch() {
        return started(new StreamsRunner(
                settings("control-switch"),
                SwitchTopology.topics(),
                topology -> SwitchTopology.addTo(topology, TopicNames.PLAIN)));
    }

    private static StreamsRunner policies() {
        return started(new StreamsRunner(
                settings("control-policies"),
                PoliciesTopology.topics(),
                topology -> PoliciesTopology.addTo(topology, TopicNames.PLAIN)));
    }

    private static StreamsRunner started(StreamsRunner runner) {
        runner.start();
        return runner;
    }

    @Test
    void whatever_is_sent_the_next_good_command_is_answered_and_a_restart_changes_nothing() {
        try (var killSwitch = killSwitch();
                var policies = policies()) {
            await().atMost(START)
                    .until(() -> killSwitch.state() == KafkaStreams.State.RUNNING
                            && policies.state() == KafkaStreams.State.RUNNING);
            flagsTakeTheirCatalogue();
            hostileNumbers();
            hostileKeys();
            hostilePolicies();
            switchedOn();
            assertThat(killSwitch.replacedThreads()).isZero();
            assertThat(policies.replacedThreads()).isZero();
        }
        try (var _ = killSwitch();
                var _ = policies()) {
            afterTheRestart();
        }
    }

    private static void flagsTakeTheirCatalogue() {
        wire.request(
                "flags",
                "{'flags':{'share':{'kind':'number','min':0,'max':1000,'safe_default':10.0},"
                        + "'fast':{'kind':'boolean','safe_default':false}}}");
        await().atMost(START).untilAsserted(() -> assertThat(wire.flags()).containsEntry("share", "10"));
        isAlive();
    }

    /** A good command of each application is answered within seconds. */
    private static void isAlive() {
        var set = wire.command("FLAG_SET", "share", "{'value':" + wire.next() + ".5}");
        var refused = wire.request("heartbeat-policy", "{'no_such_key':1}");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(wire.answer(set)).isEqualTo("ACCEPTED COMMANDED");
            assertThat(wire.answer(refused)).isEqualTo("REFUSED INVALID_POLICY");
        });
    }

    private static void hostileNumbers() {
        for (var number : List.of("1e100000000", "1e999999999", "1e-999999999")) {
            var set = wire.command("FLAG_SET", "share", "{'value':" + number + "}");
            var batch = wire.command("FLAG_SET", "flags", "{'values':{'share':" + number + "}}");
            var catalogue = wire.request(
                    "flags", "{'flags':{'a':{'kind':'number','min':0,'max':9,'safe_default':" + number + "}}}");
            var bound = wire.request(
                    "flags", "{'flags':{'a':{'kind':'number','min':" + number + ",'max':9,'safe_default':1}}}");
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(wire.answer(set)).isEqualTo("REFUSED INVALID_VALUE");
                assertThat(wire.answer(batch)).isEqualTo("REFUSED INVALID_VALUE");
                assertThat(wire.answer(catalogue)).isEqualTo("REFUSED INVALID_POLICY");
                assertThat(wire.answer(bound)).isEqualTo("REFUSED INVALID_POLICY");
            });
        }
        isAlive();
    }

    private static void hostileKeys() {
        wire.send(Topics.POLICY_REQUESTS, "x".repeat(400_000), "{");
        wire.send(Topics.POLICY_REQUESTS, "heartbeat-policy/" + "x".repeat(400_000), "{");
        wire.send(Topics.OPERATOR_COMMANDS, "x".repeat(400_000), "{");
        wire.send(Topics.POLICY_REQUESTS, "no-policy", "x".repeat(900_000));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(wire.deadLetters()).isEqualTo(4));
        isAlive();
    }

    private static void hostilePolicies() {
        var cost = wire.request("worker-restart-policy", "{'max_cumulative_cost_factor':1e999999999}");
        var cap = wire.request("auto-fix-policy", "{'min_confidence_threshold':1e-2000000}");
        var keys = new StringBuilder("{'a':1");
        for (int i = 0; i < 9_000; i++) {
            keys.append(",'unknown-key-number-").append(i).append("':1");
        }
        var unknown = wire.request("rollback-policy", keys.append('}').toString());
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(wire.answer(cost)).isEqualTo("AWAITING_APPROVAL CAP_LOOSENED");
            assertThat(wire.answer(cap)).isEqualTo("REFUSED INVALID_POLICY");
            assertThat(wire.answer(unknown)).isEqualTo("REFUSED INVALID_POLICY");
        });
        isAlive();
    }

    /** Readers lay the switch over the stored values, each of which carries its safe default. */
    private static void switchedOn() {
        var set = wire.command("FLAG_SET", "fast", "{'value':true}");
        var on = wire.command("KILL_SWITCH_ON", "global", "{}");
        var good = wire.request("heartbeat-policy", "{'startup_grace_seconds':200}");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(wire.answer(set)).isEqualTo("ACCEPTED COMMANDED");
            assertThat(wire.answer(on)).isEqualTo("ACCEPTED COMMANDED");
            assertThat(wire.answer(good)).isEqualTo("ACCEPTED COMMANDED");
            assertThat(wire.isOn("global")).isTrue();
            assertThat(wire.readAs("fast")).isEqualTo("false");
            assertThat(wire.flags()).containsEntry("fast", "true");
        });
    }

    private static void afterTheRestart() {
        var again = wire.command("KILL_SWITCH_ON", "global", "{}");
        var same = wire.request("heartbeat-policy", "{'startup_grace_seconds':200}");
        await().atMost(START).untilAsserted(() -> {
            assertThat(wire.answer(again)).isEqualTo("ACCEPTED ALREADY_ON");
            assertThat(wire.answer(same)).as("the last good one is in force").isEqualTo("ACCEPTED UNCHANGED");
            assertThat(wire.readAs("fast")).isEqualTo("false");
        });
        isAlive();
    }
}
