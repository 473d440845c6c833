package io.homeostat.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTest {

    @ParameterizedTest(name = "{0} three times against {1}: above is {2}")
    @CsvSource({
        "0.20, 0.2, false",
        "0.2000000000000000000000000001, 0.2, true",
        "0.1999999999999999999999999999, 0.2, false",
        "1, 0.999, true",
        "7, 0.999, true",
        "0, 0, false",
        "0.0001, 0, true"
    })
    void the_mean_of_equal_samples_is_exactly_the_sample(String rate, String limit, boolean above) {
        var one = Ratio.of(new BigDecimal(rate));
        assertThat(one.plus(one).plus(one).exceeds(new BigDecimal(limit), 3)).isEqualTo(above);
    }

    @Test
    void thirds_add_up_to_one() {
        var sum = Ratio.of(1, 3).plus(Ratio.of(2, 3));
        assertThat(sum.exceeds(new BigDecimal("0.5"), 2)).isFalse();
        assertThat(sum.mean(2)).isEqualByComparingTo("0.5");
    }

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource({"0, 0, 0", "5, 0, 0", "5, 4, 1", "1, 4, 0.25", "9223372036854775807, 9223372036854775807, 1"})
    void failures_among_operations(long failed, long operations, String mean) {
        assertThat(Ratio.of(failed, operations).mean(1)).isEqualByComparingTo(mean);
    }

    @Test
    void a_number_of_absurd_size_costs_nothing() {
        assertThat(Ratio.of(new BigDecimal("1e-99999999"))).isEqualTo(Ratio.ZERO);
        assertThat(Ratio.of(new BigDecimal("-1"))).isEqualTo(Ratio.ZERO);
    }
}
