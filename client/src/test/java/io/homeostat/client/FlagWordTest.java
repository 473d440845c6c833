package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagWordTest {

    @Test
    void every_kind_has_values_of_its_own() {
        assertThat(word("{'name':'f','kind':'boolean','value':true,'default':false,'actor':'a','reason':'r'}"))
                .isEqualTo(new FlagWord.Known(FlagKind.BOOLEAN, true, false));
        assertThat(word("{'name':'f','kind':'enum','value':'new','default':'old'}"))
                .isEqualTo(new FlagWord.Known(FlagKind.ENUM, "new", "old"));
        assertThat(word("{'name':'f','kind':'integer','value':9223372036854775807,'default':-1}"))
                .isEqualTo(new FlagWord.Known(FlagKind.INTEGER, Long.MAX_VALUE, -1L));
        assertThat(word("{'name':'f','kind':'number','value':1,'default':0.25}"))
                .as("a whole number is a number")
                .isEqualTo(new FlagWord.Known(FlagKind.NUMBER, 1.0, 0.25));
        assertThat(FlagWord.of("f", null)).isEqualTo(new FlagWord.Removed());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense                                                  | it is no valid JSON",
                "{'name':'g','kind':'boolean','value':true,'default':false}| it names the flag 'g'",
                "{'name':'f','value':true,'default':false}                 | its kind is null",
                "{'name':'f','kind':'BOOLEAN','value':true,'default':false}| its kind is BOOLEAN",
                "{'name':'f','kind':'boolean','value':'true','default':false}| value true or default false is none",
                "{'name':'f','kind':'boolean','value':true}                | value true or default null is none",
                "{'name':'f','kind':'boolean','default':true}              | value null or default true is none",
                "{'name':'f','kind':'integer','value':1.5,'default':1}     | value 1.5 or default 1 is none",
                "{'name':'f','kind':'integer','value':1,'default':1e99999} | value 1 or default Infinity is none",
                "{'name':'f','kind':'number','value':1e99999,'default':1}  | value Infinity or default 1 is none",
                "{'name':'f','kind':'number','value':9223372036854775808,'default':1}  | value Infinity or",
                "{'name':'f','kind':'enum','value':1,'default':'old'}      | value 1 or default old is none",
            })
    void what_does_not_say_one_thing_is_unclear(String json, String why) {
        assertThat(word(json))
                .isInstanceOfSatisfying(
                        FlagWord.Unclear.class,
                        unclear -> assertThat(unclear.why()).startsWith(why));
    }

    @Test
    void texts_are_bounded() {
        var longest = "x".repeat(FlagKind.MAX_TEXT);
        assertThat(word("{'kind':'enum','value':'" + longest + "','default':''}"))
                .isEqualTo(new FlagWord.Known(FlagKind.ENUM, longest, ""));
        assertThat(word("{'kind':'enum','value':'" + longest + "x','default':''}"))
                .isInstanceOf(FlagWord.Unclear.class);
    }

    private static FlagWord word(String json) {
        return FlagWord.of("f", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
