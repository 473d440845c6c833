package io.homeostat.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {

    @ParameterizedTest
    @CsvSource({
        "heartbeats, , INPUT",
        "clock, , INPUT",
        "failures, , INPUT",
        "failures, /services/agent, INPUT",
        "failures, /services/heartbeat-service, DECISION",
        "failures, /services/heartbeat-service-2, INPUT",
        "restart-requests, /services/autofix-service, DECISION",
        "restart-requests, /elsewhere, INPUT",
        "components, /services/agent, INPUT",
        "policies, , INPUT",
        "policies, /services/rollback-service, DECISION",
        "restarts, /services/restart-service, DECISION",
        "failure-patterns, /services/pattern-service, DECISION",
        "worker-status, , INPUT",
        "restart-admission, , NEITHER",
        "restart-admission, /services/restart-service, NEITHER",
    })
    void who_wrote_a_record_decides(String topic, String source, Share share) {
        var headers = new RecordHeaders();
        if (source != null) {
            headers.add("ce_source", source.getBytes(UTF_8));
        }
        assertThat(Share.of(topic(topic), headers)).isEqualTo(share);
    }

    @Test
    void a_header_without_a_value_says_nothing() {
        assertThat(Share.of(Topics.FAILURES, new RecordHeaders().add("ce_source", null)))
                .isEqualTo(Share.INPUT);
    }

    private static TopicSpec topic(String name) {
        return Topics.all().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
