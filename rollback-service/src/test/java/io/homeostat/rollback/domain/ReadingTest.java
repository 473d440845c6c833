package io.homeostat.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.HealthCheck;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTest {

    @ParameterizedTest(name = "{0}: ok {1}, rate {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'ok':true} | true | 0",
                "{'ok':false} | false | 0",
                "{'ok':true,'checks':{'rpc':false},'memoryMb':9999} | true | 0",
                "{'checks':{'health':true,'rpc':true}} | true | 0",
                "{'checks':{'health':true,'rpc':false}} | false | 0",
                "{'memoryMb':1023.999} | true | 0",
                "{'memoryMb':1024} | false | 0",
                "{'memoryMb':1024.001} | false | 0",
                "{'workerPresent':false} | false | 0",
                "{'workerPresent':false,'ok':true} | false | 0",
                "{'workerPresent':true,'errorRate':0.3} | true | 0.3",
                "{'errorRate':7} | true | 1",
                "{'failureCount':3,'operations':4} | true | 0.75",
                "{'failureCount':5,'operations':4} | true | 1",
                "{'failureCount':5,'operations':0} | true | 0",
                "{'ok':true,'failureCount':5} | true | 0",
                "{'errorRate':0.1,'failureCount':3,'operations':4} | true | 0.1",
                "{'latencyMs':12} | true | 0"
            })
    void what_a_check_says(String json, boolean ok, String rate) {
        var sample = read(json).sample();
        assertThat(sample).isNotNull();
        assertThat(sample != null && sample.ok()).isEqualTo(ok);
        assertThat(sample == null ? null : sample.errorRate().mean(1)).isEqualByComparingTo(rate);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"{}", "{'workerPresent':true}", "{'failureCount':3}", "{'operations':3}", "{'checks':{}}"})
    void no_metrics_but_a_worker_that_may_live_is_neither_good_nor_bad(String json) {
        assertThat(read(json).sample()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'checks':{'rpc':false,'cpu':false}} | cpu does not hold, rpc does not hold",
                "{'checks':{'rpc':false},'reason':'timeout'} | timeout",
                "{'memoryMb':2000} | memory 2000 MB is not below 1024",
                "{'workerPresent':false} | the worker is missing"
            })
    void a_failed_check_says_why(String json, String why) {
        assertThat(read(json).why()).isEqualTo(why);
    }

    private static Reading read(String json) {
        var bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return switch (HealthCheck.parse("images", bytes, new Origin("health-checks", 0, 0, Instant.EPOCH))) {
            case Parsed.Valid<HealthCheck>(var check) -> Reading.of(check, Desk.policy("{}"));
            case Parsed.Rejected<HealthCheck> rejected -> throw new AssertionError(rejected.message());
        };
    }
}
