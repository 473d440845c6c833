package io.homeostat.heartbeat.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.WorkerStatus.HealthStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                     | 100",
                "'healthScore':7,'resources':{'cpuPercent':99}          | 7",
                "'resources':{'cpuPercent':60}                          | 100",
                "'resources':{'cpuPercent':60.1}                        | 85",
                "'resources':{'cpuPercent':80}                          | 85",
                "'resources':{'cpuPercent':80.1}                        | 70",
                "'resources':{'memoryMb':512}                           | 100",
                "'resources':{'memoryMb':512.5}                         | 85",
                "'resources':{'memoryMb':1024}                          | 85",
                "'resources':{'memoryMb':1025}                          | 70",
                "'tokens':{'allocated':1000,'used':750}                 | 100",
                "'tokens':{'allocated':1000,'used':751}                 | 80",
                "'tokens':{'allocated':1000,'used':900}                 | 80",
                "'tokens':{'allocated':1000,'used':901}                 | 60",
                "'tokens':{'allocated':0,'used':0}                      | 100",
                "'tokens':{'allocated':10,'used':50}                    | 60",
                "'tokens':{'allocated':9223372036854775807,'used':1}    | 100",
                "'tokens':{'allocated':9223372036854775807,'used':9223372036854775807} | 60",
                "'resources':{'cpuPercent':99,'memoryMb':4096},'tokens':{'allocated':10,'used':10} | 0",
            },
            quoteCharacter = '"')
    void the_score_is_what_is_reported_or_follows_from_what_is_used(String fields, int expected) {
        assertThat(Health.score(Script.heartbeat(fields.equals("''") ? "" : fields)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"97,0,97", "97,1,92", "97,19,2", "97,20,0", "97,9000000000,0", "0,0,0"})
    void each_missed_beat_costs_the_decay_rate(int score, long missed, int expected) {
        assertThat(Health.effective(score, missed, Script.DEFAULTS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"100,HEALTHY", "80,HEALTHY", "79,DEGRADED", "50,DEGRADED", "49,UNHEALTHY", "0,UNHEALTHY"})
    void bands_begin_at_their_lower_bound(int score, HealthStatus expected) {
        assertThat(Health.band(score, Script.DEFAULTS)).isEqualTo(expected);
    }
}
