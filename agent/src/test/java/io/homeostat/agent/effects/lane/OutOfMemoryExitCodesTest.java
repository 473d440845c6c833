package io.homeostat.agent.effects.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Parsed;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutOfMemoryExitCodesTest {

    @ParameterizedTest(name = "{0}: exit code {1} is {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'outOfMemoryExitCodes':[3]} | 3 | OUT_OF_MEMORY",
                "{'outOfMemoryExitCodes':[3]} | 4 | CRASH",
                "{'outOfMemoryExitCodes':[3]} | 0 | CRASH",
                "{'outOfMemoryExitCodes':[3,137]} | 137 | OUT_OF_MEMORY",
                "{'outOfMemoryExitCodes':[3]} | | CRASH",
                "{'outOfMemoryExitCodes':['3',3.5,null]} | 3 | CRASH",
                "{'outOfMemoryExitCodes':3} | 3 | CRASH",
                "{} | 3 | CRASH"
            })
    void only_a_declared_exit_code_is_a_lack_of_memory(
            String parameters, @Nullable Integer exitCode, FailureKind kind) {
        var json = "{'subject':'w-1','agent':'local','executor':'process','parameters':" + parameters + "}";
        var parsed = Component.parse("w-1", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        assertThat(parsed).isInstanceOf(Parsed.Valid.class);
        assertThat(OutOfMemoryExitCodes.of(((Parsed.Valid<Component>) parsed).value())
                        .kindOf(exitCode))
                .isEqualTo(kind);
    }
}
