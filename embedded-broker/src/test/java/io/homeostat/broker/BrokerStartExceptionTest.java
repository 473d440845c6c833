package io.homeostat.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class BrokerStartExceptionTest {

    @Test
    void the_message_is_one_line_whatever_it_is_made_of() {
        assertThat(new BrokerStartException("refused: a\n  b\r\nc")).hasMessage("refused: a b c");
    }

    @Test
    void the_reason_is_the_text_of_a_cause_or_else_its_kind() {
        assertThat(BrokerStartException.reasonOf(new IOException("disk full"))).isEqualTo("disk full");
        assertThat(BrokerStartException.reasonOf(new IOException())).isEqualTo("IOException");
        assertThat(BrokerStartException.reasonOf(new IOException(" "))).isEqualTo("IOException");
    }

    @Test
    void the_root_is_the_innermost_cause() {
        var wrapped = new RuntimeException("fatal", new RuntimeException("fatal", new IOException("disk full")));

        assertThat(BrokerStartException.rootOf(wrapped)).isEqualTo("IOException: disk full");
        assertThat(BrokerStartException.rootOf(new IOException())).isEqualTo("IOException");
    }
}
