package io.homeostat.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class DecimalsTest {

    @ParameterizedTest
    @CsvSource({
        "1e30, true",
        "1e31, false",
        "1e-30, true",
        "1e-31, false",
        "1e2147483647, false",
        "1e-2147483647, false",
        "0e-2147483647, true",
        "999999999999999999999999999999, true",
        "0.123456789012345678901234567890, true",
        "12345678901234567890123456789012345678901, false"
    })
    void a_decimal_of_a_person_has_at_most_thirty_places(BigDecimal number, boolean bounded) {
        assertThat(Decimals.isBounded(number)).isEqualTo(bounded);
    }

    @ParameterizedTest
    @CsvSource({
        "1e400, true",
        "1e401, false",
        "1e-400, true",
        "1e-401, false",
        "4.9E-324, true",
        "1.7976931348623157E308, true",
        "1e-999999999, false"
    })
    void a_measured_decimal_may_be_any_double(BigDecimal number, boolean measurable) {
        assertThat(Decimals.isMeasurable(number)).isEqualTo(measurable);
    }

    @ParameterizedTest
    @CsvSource({
        "0.50, 0.50",
        "1E+2, 100",
        "1E-30, 0.000000000000000000000000000001",
        "1E-2000000, 1E-2000000",
        "1E+999999999, 1E+999999999"
    })
    void the_text_of_a_decimal_is_plain_where_that_is_short(BigDecimal number, String text) {
        assertThat(Decimals.text(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-401", "1e-999999999"})
    void a_check_with_a_number_beyond_all_measure_is_refused_with_its_field(String number) {
        assertThat(check(number)).isInstanceOfSatisfying(Parsed.Rejected.class, rejected -> {
            assertThat(rejected.field()).isEqualTo("errorRate");
            assertThat(rejected.reason()).isEqualTo("is beyond what a measure can be");
        });
    }

    @Test
    void the_smallest_double_is_a_measure() {
        assertThat(check("4.9E-324")).isInstanceOf(Parsed.Valid.class);
    }

    @Test
    void an_attribute_beyond_all_measure_is_unknown() {
        var json = "{\"workerId\":\"w\",\"kind\":\"CRASH\",\"attributes\":{\"a\":1e-999999999,\"b\":1.5}}";
        var origin = new Origin("failures", 0, 0, Instant.EPOCH);
        assertThat(Failure.parse(null, json.getBytes(StandardCharsets.UTF_8), origin))
                .isInstanceOfSatisfying(Parsed.Valid.class, valid -> {
                    var failure = (Failure) valid.value();
                    assertThat(failure.numericAttribute("a")).isNull();
                    assertThat(failure.numericAttribute("b")).isEqualTo(new BigDecimal("1.5"));
                });
    }

    private static Parsed<HealthCheck> check(String errorRate) {
        var json = "{\"ok\":true,\"errorRate\":" + errorRate + "}";
        var origin = new Origin("health-checks", 0, 0, Instant.EPOCH);
        return HealthCheck.parse("images", json.getBytes(StandardCharsets.UTF_8), origin);
    }
}
