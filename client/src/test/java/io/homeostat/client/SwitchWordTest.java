package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwitchWordTest {

    private static final String ON = "'scope':'images','epoch':4,'disableNew':true,'value':'1'";

    @Test
    void on_and_off_are_said_twice_and_must_agree() {
        assertThat(word("{" + ON + ",'reason':'x','since':'2026-11-25T00:00:00.000Z','new':[1,{'a':2}]}"))
                .isEqualTo(new SwitchWord.On(4, null));
        assertThat(word("{'scope':'images','epoch':5,'disableNew':false,'value':'0'}"))
                .isEqualTo(new SwitchWord.Off(5, null));
        assertThat(word("{'epoch':0,'disableNew':false,'value':'0'}"))
                .as("the key names the scope")
                .isEqualTo(new SwitchWord.Off(0, null));
    }

    @Test
    void nothing_is_a_removal() {
        assertThat(SwitchWord.of("images", null)).isEqualTo(new SwitchWord.Removed());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "(nothing)                                                           | it is no JSON object",
                "null                                                                | it is no JSON object",
                "[]                                                                  | it is no JSON object",
                "{'epoch':5,'disableNew':false,'value':'0'} {}                       | something follows",
                "{'epoch':5,'disableNew':false,'value':'0'                           | it is no valid JSON",
                "{'epoch':5,'disableNew':false,'value':'0','value':'1'}              | it is no valid JSON: Duplicate",
                "{'scope':'global','epoch':5,'disableNew':false,'value':'0'}         | it names the scope 'global'",
                "{'scope':1,'epoch':5,'disableNew':false,'value':'0'}                | it names the scope '1'",
                "{'epoch':5,'value':'0'}                                             | disableNew is null and value is 0",
                "{'epoch':5,'disableNew':false}                                      | disableNew is false and value is null",
                "{'epoch':5,'disableNew':false,'value':'1'}                          | disableNew is false and value is 1",
                "{'epoch':5,'disableNew':true,'value':'0'}                           | disableNew is true and value is 0",
                "{'epoch':5,'disableNew':false,'value':0}                            | disableNew is false and value is 0",
                "{'epoch':5,'disableNew':'false','value':'0'}                        | disableNew is false and value is 0",
                "{'epoch':5,'disableNew':false,'value':'off'}                        | disableNew is false and value is off",
                "{'epoch':5,'disableNew':null,'value':'0'}                           | disableNew is null",
                "{'disableNew':false,'value':'0'}                                    | its epoch is null",
                "{'epoch':'5','disableNew':false,'value':'0'}                        | its epoch is 5",
                "{'epoch':-1,'disableNew':false,'value':'0'}                         | its epoch is -1",
                "{'epoch':1e3,'disableNew':false,'value':'0'}                        | its epoch is 1000.0",
                "{'epoch':99999999999999999999,'disableNew':false,'value':'0'}       | its epoch is Infinity",
            })
    void what_does_not_say_one_thing_is_unclear(String json, String why) {
        assertThat(word(json.equals("(nothing)") ? "" : json))
                .isInstanceOfSatisfying(
                        SwitchWord.Unclear.class,
                        unclear -> assertThat(unclear.why()).startsWith(why));
    }

    @Test
    void records_are_bounded_in_bytes_and_depth() {
        // The limit of one text is lower than that of the record, so the padding is in several.
        var longest = "{" + ON + ",'a':'" + "x".repeat(16_000) + "','b':'" + "x".repeat(16_000) + "','c':'"
                + "x".repeat(16_000) + "','d':'" + "x".repeat(10_000) + "','e':'%s'}";
        int rest = SwitchWord.BYTES_MAX - longest.formatted("").length();
        assertThat(word(longest.formatted("x".repeat(rest)))).isEqualTo(new SwitchWord.On(4, null));
        assertThat(word(longest.formatted("x".repeat(rest + 1))))
                .isEqualTo(new SwitchWord.Unclear("it has 65537 bytes, more than 65536"));
        assertThat(word("{" + ON + ",'deep':" + "[".repeat(40_000) + "]".repeat(2) + "}"))
                .isInstanceOf(SwitchWord.Unclear.class);
    }

    @Test
    void a_quote_of_bad_input_is_short_and_harmless() {
        var unclear = word("{'epoch':5,'disableNew':false,'value':'\\u001b[2J" + "x".repeat(5000) + "'}");
        assertThat(unclear)
                .isInstanceOfSatisfying(
                        SwitchWord.Unclear.class,
                        it -> assertThat(it.why()).contains("·[2Jxxx").hasSizeLessThan(130));
    }

    @ParameterizedTest(name = "{0} s")
    @CsvSource({"0, ", "1, 1", "300, 300", "86400, 86400", "86401, ", "'\"300\"', ", "1.5, "})
    void how_long_it_may_be_trusted_is_read_where_it_makes_sense(
            String seconds, @org.jspecify.annotations.Nullable Long expected) {
        var trust = expected == null ? null : Duration.ofSeconds(expected);
        assertThat(word("{" + ON + ",'recovery':{'quietMinutesBeforeReset':15,'staleAfterSeconds':" + seconds + "}}"))
                .isEqualTo(new SwitchWord.On(4, trust));
    }

    private static SwitchWord word(String json) {
        return SwitchWord.of("images", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
