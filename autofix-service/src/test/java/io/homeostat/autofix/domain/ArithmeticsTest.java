package io.homeostat.autofix.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.policy.FixSpec.Arithmetic;
import io.homeostat.common.policy.FixSpec.Operation;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticsTest {

    @ParameterizedTest(name = "{0} {1} of {4} within {2} and {3} is {5}")
    @CsvSource({
        "MULTIPLY, 1.5, , 8192, 512, 768",
        "MULTIPLY, 1.5, , 8192, 5461, 8192", // 8191.5 is rounded half up
        "MULTIPLY, 1.5, , 8192, 5460, 8190",
        "MULTIPLY, 1.5, , 8192, 5462, 8192",
        "MULTIPLY, 1.5, , 8192, 8191, 8192",
        "MULTIPLY, 1.5, , 8192, 8192, 8192", // at its limit
        "MULTIPLY, 1.5, , 8192, 9000, 9000", // beyond it: more memory never becomes less
        "MULTIPLY, 1.5, , 8192, 3, 5", // 4.5
        "MULTIPLY, 1.5, , 8192, 0, 0",
        "MULTIPLY, 1.5, , 10.5, 9, 10", // a whole number stays one
        "MULTIPLY, 0.7, 5, , 100, 70",
        "MULTIPLY, 0.7, 5, , 7, 5", // 4.9 is 5, which is the limit
        "MULTIPLY, 0.7, 5, , 6, 5",
        "MULTIPLY, 0.7, 5, , 5, 5",
        "MULTIPLY, 0.7, 5, , 3, 3", // less than the limit stays less
        "MULTIPLY, 0.5, 10, , 25, 13", // 12.5 half up
        "MULTIPLY, 0.5, 10, , 20, 10",
        "MULTIPLY, 0.5, 10, , 19, 10",
        "MULTIPLY, 0.5, 10, , 10, 10",
        "MULTIPLY, 0.5, , , 0.3, 0.15",
        "MULTIPLY, 0.333333, , , 0.1, 0.033333",
        "MULTIPLY, 1.5, , 2.5, 2.0, 2.5",
        "ADD, 600, , 7200, 6600, 7200",
        "ADD, 600, , 7200, 6601, 7200",
        "ADD, 600, , 7200, 7200, 7200",
        "ADD, 600, , 7200, 300, 900",
        "ADD, -1, 0, , -5, -5",
        "ADD, 1000, , , 9000, 10000",
        "ADD, 1e-999999999, , , 9000, 9000",
        "ADD, 7, , 1e-2147483647, -9, -2",
        "ADD, 7, , 1e-2147483647, -5, 0", // not above the limit
        "MULTIPLY, 1e-2147483647, , , 9000, 0",
        "MULTIPLY, 1e-2147483647, 10, , 9000, 10",
        "MULTIPLY, 0.5, 1e-999999999, , 1, 1", // at its limit: rounded up
        "MULTIPLY, 0e-999999999, , , 7.5, 0",
        "MULTIPLY, 1e-41, , , 2.5, 0"
    })
    void the_next_value_is_exact(
            Operation operation,
            BigDecimal operand,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            String present,
            String next) {
        assertThat(Arithmetics.next(new Arithmetic(operation, operand, min, max, null), present))
                .isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"\"512\"", "true", "1e3", "0x10", "[1]"})
    void what_is_no_plain_number_has_no_next_value(String present) {
        assertThat(Arithmetics.next(new Arithmetic(Operation.ADD, BigDecimal.ONE, null, null, null), present))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"\"slow\"", "7"})
    void set_writes_its_value_whatever_was_there(String present) {
        assertThat(Arithmetics.next(new Arithmetic(Operation.SET, null, null, null, "\"fast\""), present))
                .isEqualTo("\"fast\"");
    }
}
