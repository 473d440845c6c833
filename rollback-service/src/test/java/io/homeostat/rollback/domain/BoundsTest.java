package io.homeostat.rollback.domain;

import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.topics.TopicSpec;
import java.util.ArrayList;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever others say, every record and everything that is kept of a service fits into one record of a topic. */
class BoundsTest {

    /** The text whose JSON is longest: twelve bytes for each of its two characters. */
    private static final String WIDE = "\uD83D\uDE00";

    private final Desk desk = new Desk("{'rollback_retries':0,'check_window_size':100}");

    @Test
    void what_agents_say_is_cut_and_most_of_many_agents_are_only_counted() {
        agents(Reversal.AGENTS_MAX, 40);
        desk.promote("p-1");
        for (int n = 0; n < 100; n++) {
            desk.bad();
        }
        for (var command : desk.commands()) {
            desk.answer(command, FAILED, WIDE.repeat(4_096));
        }
        var failed = desk.records().stream()
                .filter(record -> record.status() == Rollback.Status.FAILED)
                .findFirst()
                .orElseThrow();
        var evidence = Objects.requireNonNull(failed.provenance().evidence());
        assertThat(evidence).containsEntry("moreAgents", Reversal.AGENTS_MAX - 20);
        assertThat(evidence.get("agents"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .hasSize(20);
        fits();
    }

    @Test
    void the_words_of_a_few_agents_are_kept_up_to_two_hundred_characters() {
        agents(1, 10);
        desk.promote("p-1").command("c-1", "ROLLBACK", "{}");
        desk.answer(desk.command(), FAILED, "x".repeat(201));
        var reversal = Objects.requireNonNull(desk.session().reversal());
        assertThat(reversal.orders().getFirst().said()).isEqualTo("x".repeat(199) + "…");
    }

    @ParameterizedTest(name = "{0} agents with names of {1} characters: {2}")
    @CsvSource({"1000, 48, COMMANDED REQUESTED", "1001, 40, REFUSED", "1000, 49, REFUSED"})
    void more_agents_than_can_be_kept_are_refused_aloud(int count, int characters, String step) {
        agents(count, characters);
        desk.promote("p-1").command("c-1", "ROLLBACK", "{}");
        if (step.equals("REFUSED")) {
            assertThat(desk.replies()).containsExactly("REFUSED TOO_MANY_AGENTS");
            desk.bad().bad().bad();
            assertThat(desk.steps())
                    .contains("ROLLBACK REFUSED TOO_MANY_AGENTS", "MONITORING ROLLBACK_FAILED TOO_MANY_AGENTS");
            assertThat(desk.commands()).isEmpty();
        } else {
            assertThat(desk.last()).isEqualTo("ROLLBACK " + step);
            assertThat(desk.commands()).hasSize(count);
        }
        fits();
    }

    @Test
    void ids_that_others_choose_are_kept_equally_short() {
        desk.promote("p-1");
        for (int n = 0; n < 300; n++) {
            desk.check("{'ok':true,'checkId':'" + WIDE.repeat(120) + n + "'}");
        }
        assertThat(Json.bytes(desk.ledger()).length).isLessThan(64 * 1024);
        desk.records();
        assertThat(desk.check("{'ok':true,'checkId':'" + WIDE.repeat(120) + "299'}")
                        .last())
                .isEqualTo("CHECK REFUSED DUPLICATE");
    }

    @Test
    void of_an_ended_session_only_numbers_are_kept() {
        desk.promote("p-1");
        for (int n = 0; n < 300; n++) {
            desk.ok();
        }
        desk.cancel("p-1");
        assertThat(Json.bytes(desk.ledger()).length).isLessThan(2 * 1024);
        assertThat(desk.session().watched().checks()).isEqualTo(300);
    }

    @Test
    void of_many_problems_the_first_twenty_are_told() {
        var problems =
                IntStream.range(0, 2_700).mapToObj(n -> n + WIDE.repeat(200)).toList();
        desk.promote("{'promotionId':'p-1','version':'2.0','previousVersion':'1.0'}", problems);
        var told = Objects.requireNonNull(desk.records().getFirst().provenance().evidence());
        assertThat(told.get("problems"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(21)
                .endsWith("and 2680 more");
        fits();
    }

    @ParameterizedTest(name = "cut at {0}: {1}")
    @CsvSource({"6, ab\uD83D\uDE00cd", "5, ab\uD83D\uDE00…", "4, ab…", "3, ab…", "2, a…"})
    void a_cut_halves_no_pair(int characters, String cut) {
        assertThat(Cut.of("ab" + WIDE + "cd", characters)).isEqualTo(cut);
    }

    private void agents(int count, int characters) {
        var names = new ArrayList<String>();
        for (int n = 0; n < count; n++) {
            var number = "%04d".formatted(n);
            names.add(number + "\u0001".repeat(characters - number.length()));
        }
        desk.agents(names.toArray(String[]::new));
    }

    private void fits() {
        assertThat(Json.bytes(desk.ledger()).length).isLessThan(TopicSpec.MESSAGE_BYTES_MAX);
        assertThat(desk.everything())
                .allSatisfy(decision ->
                        assertThat(Json.bytes(decision).length).isLessThan(TopicSpec.MESSAGE_BYTES_MAX / 4));
    }
}
