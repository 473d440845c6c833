package io.homeostat.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "ALICE",
                " alice\t",
                "al ice",
                "alice\u200b",
                "\u00a0alice",
                "\uff41lice",
                "a\u0301lice",
                "álice"
            })
    void one_person_has_many_spellings(String spelling) {
        assertThat(Persons.same("alice", spelling)).isTrue();
        assertThat(Persons.same(spelling, "alice")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "alice2", "alice.b", ""})
    void another_name_is_another_person(String name) {
        assertThat(Persons.same("alice", name)).isFalse();
    }
}
