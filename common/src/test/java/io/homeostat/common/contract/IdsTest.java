package io.homeostat.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdsTest {

    @Test
    void the_same_parts_give_the_same_id_for_ever() {
        assertThat(Ids.of("cmd", "START", "w-1", null, 3, 1))
                .isEqualTo(Ids.of("cmd", "START", "w-1", null, 3, 1))
                .matches("cmd-[0-9a-hjkmnp-tv-z]{26}");
    }

    @Test
    void parts_are_kept_apart_and_absence_differs_from_emptiness() {
        assertThat(Ids.of("x", "ab", "c")).isNotEqualTo(Ids.of("x", "a", "bc"));
        assertThat(Ids.of("x", "", "a")).isNotEqualTo(Ids.of("x", null, "a"));
        assertThat(Ids.of("x", "a")).isNotEqualTo(Ids.of("y", "a"));
    }

    @Test
    void a_traceparent_has_the_form_of_the_standard() {
        assertThat(Ids.traceparent("inc-1", "sts-1")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(Ids.traceparent("inc-1", "a").substring(0, 36))
                .isEqualTo(Ids.traceparent("inc-1", "b").substring(0, 36));
    }
}
