package io.homeostat.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class FlagScalarTest {

    private static @Nullable FlagScalar of(String json) {
        return switch (Json.read(json.getBytes(StandardCharsets.UTF_8), JsonNode.class)) {
            case Parsed.Valid<JsonNode>(var node) -> FlagScalar.of(node);
            case Parsed.Rejected<JsonNode> rejected -> throw new AssertionError(rejected.message());
        };
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10",
        "10.0, 10",
        "1e1, 10",
        "-0.0, 0",
        "0e-999999999, 0",
        "0e999999999, 0",
        "9223372036854775807.0, 9223372036854775807",
        "1e18, 1000000000000000000"
    })
    void a_number_without_a_fraction_is_whole_however_it_is_written(String json, long value) {
        assertThat(of(json)).isEqualTo(new FlagScalar.Whole(value));
    }

    @ParameterizedTest
    @CsvSource({"0.50, 0.5", "1.5e1, 15", "1e-29, 1E-29", "1e-30, 1E-30", "-2.5, -2.5"})
    void equal_numbers_are_one_value(String json, BigDecimal value) {
        assertThat(of(json)).isEqualTo(FlagScalar.of(value)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e19",
                "9223372036854775808",
                "9223372036854775808.0",
                "1e-31",
                "1e31",
                "1e100000000",
                "1e999999999",
                "-1e999999999",
                "1e-2000000",
                "1e-999999999",
                "null",
                "[1]",
                "{}"
            })
    void what_is_too_large_too_fine_or_no_value_is_no_value_of_a_flag(String json) {
        assertThat(of(json)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e19", "1e-31", "1e100000000", "1e-999999999", "9223372036854775808"})
    void state_does_not_hold_such_a_value_either(String json) {
        assertThatThrownBy(() -> Json.readState(json.getBytes(StandardCharsets.UTF_8), FlagScalar.class))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"fast\"", "10", "10.0", "0.5", "1e-30", "-0.0", "1e15"})
    void what_is_written_is_read_back_as_it_was(String json) {
        var value = Objects.requireNonNull(of(json));
        assertThat(Json.readState(Json.bytes(value), FlagScalar.class)).isEqualTo(value);
        assertThat(of(Json.text(value))).isEqualTo(value);
        assertThat(Json.text(Map.of("v", value)).length()).isLessThan(64);
    }

    @Test
    void the_text_of_a_value_is_short() {
        assertThat(String.valueOf(of("1e-30"))).isEqualTo("0.000000000000000000000000000001");
    }
}
