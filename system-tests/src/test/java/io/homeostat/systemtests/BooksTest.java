package io.homeostat.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.view.Described;
import io.homeostat.common.topics.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge of the plane in containers can say no. */
class BooksTest {

    private final List<Described> records = new ArrayList<>();

    private void write(String topic, String value) {
        var record = new ConsumerRecord<>(
                topic,
                0,
                records.size(),
                "w-1".getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
        records.add(Described.of(record, new TopicNames("")));
    }

    @Test
    void a_heal_whose_agent_says_its_results_again_is_in_order() {
        write("restarts", "{'id':'r-1','restartId':'rst-1','attempt':1,'status':'COMMANDED'}".replace('\'', '"'));
        write("restart-results", "{'commandId':'c-1','status':'ACCEPTED'}".replace('\'', '"'));
        write("restart-results", "{'commandId':'c-1','status':'SUCCEEDED'}".replace('\'', '"'));
        write("restart-results", "{'commandId':'c-1','status':'SUCCEEDED'}".replace('\'', '"'));
        write("restart-commands", "{'id':'c-1','commandId':'c-1'}".replace('\'', '"')); // topics are read side by side
        write("restarts", "{'id':'r-2','restartId':'rst-1','attempt':1,'status':'SUCCEEDED'}".replace('\'', '"'));
        assertThat(Books.errors(records)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "a dead letter                      | dead-letters     | {'reason':'X'}                                                | dead-letters      | {'reason':'Y'} | 2",
                "a record of a service twice        | worker-status    | {'id':'s-1'}                                                  | worker-status     | {'id':'s-1'} | 1",
                "a command without an answer        | restart-commands | {'id':'c-1','commandId':'c-1'}                                | restart-results   | {'commandId':'c-1','status':'ACCEPTED'} | 1",
                "an attempt with two ends           | restarts         | {'id':'r-1','restartId':'a','attempt':1,'status':'SUCCEEDED'} | restarts          | {'id':'r-2','restartId':'a','attempt':1,'status':'FAILED'} | 1",
                "an attempt that succeeds twice     | restarts         | {'id':'r-1','restartId':'a','attempt':1,'status':'SUCCEEDED'} | restarts          | {'id':'r-2','restartId':'a','attempt':1,'status':'SUCCEEDED'} | 1",
                "a fix commanded twice              | fixes            | {'id':'f-1','fixId':'f','status':'COMMANDED'}                 | fixes             | {'id':'f-2','fixId':'f','status':'COMMANDED'} | 1",
                "a fix deferred twice               | fixes            | {'id':'f-1','fixId':'f','status':'DEFERRED'}                  | fixes             | {'id':'f-2','fixId':'f','status':'DEFERRED'} | 0",
                "a rollback commanded twice         | rollbacks        | {'id':'b-1','promotionId':'p','type':'ROLLBACK','status':'COMMANDED'} | rollbacks | {'id':'b-2','promotionId':'p','type':'ROLLBACK','status':'COMMANDED'} | 1",
                "two checks of one promotion        | rollbacks        | {'id':'b-1','promotionId':'p','type':'CHECK'}                 | rollbacks         | {'id':'b-2','promotionId':'p','type':'CHECK'} | 0"
            })
    void what_is_wrong_is_counted(
            String what, String firstTopic, String first, String secondTopic, String second, int errors) {
        write(firstTopic, first.replace('\'', '"'));
        write(secondTopic, second.replace('\'', '"'));
        assertThat(Books.errors(records)).as(what).hasSize(errors);
    }

    @Test
    void a_command_that_ended_in_two_ways_is_wrong() {
        write("fix-commands", "{\"id\":\"c-1\",\"commandId\":\"c-1\"}");
        write("fix-results", "{\"commandId\":\"c-1\",\"status\":\"SUCCEEDED\"}");
        write("fix-results", "{\"commandId\":\"c-1\",\"status\":\"FAILED\"}");
        assertThat(Books.errors(records)).hasSize(1);
    }
}
