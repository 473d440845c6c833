package io.homeostat.pattern.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "heap of 512 MB is full | heap of <*> MB is full",
                "heap of 512MB is full | heap of <*> is full",
                "balance is -3.50 | balance is <*>",
                "w-17 has been silent for 300 s and is now ZOMBIE. | <*> has been silent for <*> s and is now ZOMBIE.",
                "KeyError: 'user_17' | KeyError: <str>",
                "unknown \"order 5\" | unknown <str>",
                "at 2026-11-25T08:00:00.123Z it broke | at <time> it broke",
                "at 2026-11-25 08:00:00,123 it broke | at <time> it broke",
                "at 08:00:01 it broke | at <time> it broke",
                "connect to 10.0.0.7:5432 refused | connect to <ip> refused",
                "connect to fe80:0:0:0:1:2:3:4 refused | connect to <ip> refused",
                "GET https://api.example.org/v1/users/7 failed | GET <url> failed",
                "open /var/lib/images/a-17.png: no such file | open <path>: no such file",
                "open C:\\data\\x.txt failed | open <path> failed",
                "trace 550e8400-e29b-41d4-a716-446655440000 | trace <*>",
                "pointer 0x7ffe12ab | pointer <*>",
                "commit deadbeef1234 | commit <*>",
                "request 12345678 | request <*>",
                "request 1a | request <*>",
                "a  b | a b"
            })
    void what_differs_from_failure_to_failure_is_masked(String message, String signature) {
        assertThat(Signature.of(message, "w-17")).isEqualTo(signature);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "job 17 on host a1 took 3.5 s | job 999999999 on host b22 took 12 s",
                "session 12345678 expired | session 1234567a expired",
                "read /a/b failed | read /x/y/z-1.txt failed"
            })
    void the_same_trouble_has_the_same_signature(String one, String other) {
        assertThat(Signature.of(one, "w")).isEqualTo(Signature.of(other, "w"));
    }

    @ParameterizedTest(name = "{0} is not {1}")
    @CsvSource(
            delimiter = '|',
            value = {"disk is full | heap is full", "cannot read file | cannot write file"})
    void another_trouble_has_another_one(String one, String other) {
        assertThat(Signature.of(one, "w")).isNotEqualTo(Signature.of(other, "w"));
    }

    @Test
    void a_subject_is_masked_as_a_whole_word_only() {
        assertThat(Signature.of("a has a task; banana of a.", "a")).isEqualTo("<*> has <*> task; banana of <*>.");
        assertThat(Signature.of("worker-a-b and worker-a", "worker-a")).isEqualTo("worker-a-b and <*>");
    }

    @Test
    void the_first_line_tells_but_of_a_traceback_the_last() {
        assertThat(Signature.of("\n  first\nsecond", "w")).isEqualTo("first");
        assertThat(Signature.of("Traceback (most recent call last):\n  File \"a.py\", line 3\nValueError: bad", "w"))
                .isEqualTo("ValueError: bad");
    }

    @ParameterizedTest
    @CsvSource(
            value = {"-", "''", "'  \n '"},
            nullValues = "-")
    void without_a_message_there_is_none(@Nullable String message) {
        assertThat(Signature.of(message, "w")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"a1-", "/", "'", "0", "1:", "a", "f", "1.", "-"})
    void a_hostile_message_takes_no_time_and_gives_a_bounded_signature(String part) {
        var message = part.repeat(16 * 1024);
        var signature = new AtomicReference<@Nullable String>();
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> signature.set(Signature.of(message, "w")));

        var text = signature.get();
        assertThat(text == null ? 0 : text.length()).isLessThanOrEqualTo(Signature.CHARACTERS_MAX);
    }
}
