package io.homeostat.cli.view;

import static io.homeostat.cli.view.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void what_came_from_outside_cannot_steer_the_terminal() {
        var line = record("failures", 0, "w", 0, "{'kind':'OTHER','message':'a\\u001b[2Jb\\nc'}")
                .line();
        assertThat(line).isEqualTo("OTHER: a·[2Jb·c");
    }

    @Test
    void a_record_that_is_no_json_is_described_as_such() {
        assertThat(record("failures", 0, "w", 0, "{nope").line()).isEqualTo("(no JSON value)");
    }
}
