package io.homeostat.cli.view;

import static io.homeostat.cli.view.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "failure-patterns | {'status':'ACTIVE','kind':'FREQUENCY','category':'resource','type':'timeout','occurrences':6,'confidence':0.67} | ACTIVE FREQUENCY resource:timeout, 6 times, confidence 0.67",
                "incidents | {'severity':'P1','status':'OPEN','title':'images is sick'} | P1 OPEN: images is sick",
                "fixes | {'status':'REFUSED','reason':'COOLDOWN','action':'increase_memory'} | REFUSED (COOLDOWN), increase_memory",
                "fix-commands | {'action':'increase_memory','before':{'mb':1},'after':{'mb':2},'agent':'a','validUntil':'T'} | increase_memory {\"mb\":1} -> {\"mb\":2} by a, valid until T",
                "fix-results | {'status':'SUCCEEDED','agent':'a'} | SUCCEEDED says a",
                "promotions | {'promotionId':'p-1','version':'2','previousVersion':'1'} | p-1 STARTED: 1 -> 2",
                "health-checks | {'ok':false,'errorRate':0.5} | ok false, error rate 0.5",
                "rollbacks | {'type':'CHECK','promotionId':'p-1','decision':'HEALTHY','reason':'NO_TROUBLE'} | CHECK of p-1: HEALTHY (NO_TROUBLE)",
                "rollbacks | {'type':'ROLLBACK','promotionId':'p-1','status':'COMMANDED','decision':'ROLLBACK','reason':'REQUESTED'} | ROLLBACK of p-1: COMMANDED (REQUESTED)",
                "rollback-commands | {'fromVersion':'2','toVersion':'1','agent':'a','generation':1,'validUntil':'T'} | 2 -> 1 by a, generation 1, valid until T",
                "kill-switch | {'disableNew':true,'epoch':3,'actor':'anna','reason':'x'} | ON, epoch 3 by anna: x",
                "flags | {'value':true,'default':false,'actor':'anna','reason':'x'} | true (safe default false) by anna: x",
                "holds | {'kind':'PAUSE','actor':'anna','reason':'x'} | PAUSE by anna, until somebody ends it: x",
                "policies | {'version':'3','actor':'anna','approver':'ben','reason':'x'} | 3 by anna and ben: x",
                "operator-commands | {'type':'PAUSE','actor':'anna','reason':'x'} | PAUSE by anna: x",
            })
    void every_topic_of_the_judgement_path_has_a_line(String topic, String json, String line) {
        assertThat(record(topic, 0, "k", 0, json).line()).isEqualTo(line);
    }

    @Test
    void an_audit_record_repeats_a_decision_unless_it_answers_a_person() {
        assertThat(record("audit", 0, "k", 0, "{'id':'aud-1'}").repeats()).isTrue();
        assertThat(record("audit", 0, "k", 0, "{'id':'ans-1'}").repeats()).isFalse();
        assertThat(record("restarts", 0, "k", 0, "{'id':'aud-1'}").repeats()).isFalse();
    }
}
