package io.homeostat.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KillSwitchTableTest {

    @Test
    void what_was_never_set_is_off() {
        assertThat(KillSwitchCommand.table(Map.of())).containsExactly("no kill switch was ever set: off");
    }

    @Test
    void what_is_unclear_is_shown_as_workers_read_it() {
        var switches = new LinkedHashMap<String, byte[]>();
        switches.put(
                "global",
                utf8("{'epoch':2,'disableNew':false,'value':'0','since':'S','actor':'anna','approver':'ben',"
                        + "'reason':'over'}"));
        switches.put(
                "images",
                utf8("{'epoch':1,'disableNew':true,'value':'1','since':'S','actor':'rollback-service',"
                        + "'reason':'two checks failed'}"));
        switches.put("mail", utf8("{'epoch':1,'disableNew':false,'value':'1'}"));
        switches.put("web", utf8("nonsense"));

        assertThat(KillSwitchCommand.table(switches).stream().map(line -> List.of(line.split(" {2,}", -1))))
                .containsExactly(
                        List.of("SCOPE", "STATE", "EPOCH", "SINCE", "ACTOR", "APPROVER", "REASON"),
                        List.of("global", "off", "2", "S", "anna", "ben", "over"),
                        List.of("images", "ON", "1", "S", "rollback-service", "-", "two checks failed"),
                        List.of("mail", "UNCLEAR, reads as ON", "1", "-", "-", "-", "-"),
                        List.of("web", "UNCLEAR, reads as ON", "-", "-", "-", "-", "-"));
    }

    private static byte[] utf8(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
