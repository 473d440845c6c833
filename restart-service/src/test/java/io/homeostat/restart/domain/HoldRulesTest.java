package io.homeostat.restart.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.OperatorCommand;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scopes, ends and kinds of holds. */
class HoldRulesTest {

    private static final Instant AT = Instant.parse("2026-11-25T08:00:00Z");

    private static Now at(Instant instant) {
        return new Now(0, 0, false, instant);
    }

    private static Will will(String scope, Map<String, String> arguments) {
        return new Will("op-1", OperatorCommand.Type.PAUSE, scope, "alice", "because", arguments);
    }

    private static HoldRules.Ruling begin(Holds holds, Hold.Kind kind, String scope, Map<String, String> arguments) {
        return HoldRules.begin(holds, kind, will(scope, arguments), at(AT));
    }

    private static Holds of(HoldRules.Ruling ruling) {
        var holding = ruling.holding();
        return holding == null ? Holds.NONE : new Holds(Map.of(holding.scope(), holding));
    }

    private static Answer answer(HoldRules.Ruling ruling) {
        return ruling.decisions().stream()
                .flatMap(decision ->
                        decision instanceof Decision.Answered(var answer) ? Stream.of(answer) : Stream.empty())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "service:x", "type:x", "worker:x", "environment:x", "worker:a:b/c.1", "type:x:y"})
    void a_scope_is_held(String scope) {
        var ruling = begin(Holds.NONE, Hold.Kind.PAUSE, scope, Map.of());
        assertThat(answer(ruling).provenance().decision()).isEqualTo("DONE");
        assertThat(of(ruling).byScope()).containsOnlyKeys(scope);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALL", "all:", "service:", "service", "worker:", "worker:/x", "host:x", "w-1", "alle"})
    void anything_else_is_refused(String scope) {
        var ruling = begin(Holds.NONE, Hold.Kind.PAUSE, scope, Map.of());
        assertThat(answer(ruling).reason()).isEqualTo("INVALID_SCOPE");
        assertThat(answer(ruling).provenance().evidence())
                .containsEntry("field", "subject")
                .containsEntry("value", scope);
        assertThat(of(ruling)).isEqualTo(Holds.NONE);
        assertThat(ruling.decisions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "seconds, 1, 2026-11-25T08:00:01Z",
        "seconds, 2592000, 2026-12-25T08:00:00Z",
        "until, 2026-11-25T08:00:00.001Z, 2026-11-25T08:00:00.001Z",
        "until, 2026-12-25T08:00:00Z, 2026-12-25T08:00:00Z",
        "until, 2026-11-25T09:00:00.123456Z, 2026-11-25T09:00:00.123Z"
    })
    void an_end_is_taken(String name, String value, Instant end) {
        var holding =
                begin(Holds.NONE, Hold.Kind.PAUSE, "all", Map.of(name, value)).holding();
        assertThat(holding)
                .isNotNull()
                .satisfies(held -> assertThat(held.lastEnd()).isEqualTo(end));
    }

    @ParameterizedTest
    @CsvSource({
        "seconds, 0",
        "seconds, -1",
        "seconds, 2592001",
        "seconds, 1.5",
        "seconds, soon",
        "seconds, 99999999999999999999",
        "until, 2026-11-25T08:00:00Z",
        "until, 2026-11-25T08:00:00.000999Z",
        "until, 2026-11-25T07:59:59Z",
        "until, 2026-12-25T08:00:00.001Z",
        "until, tomorrow"
    })
    void another_end_is_refused_with_field_and_value(String name, String value) {
        var ruling = begin(Holds.NONE, Hold.Kind.PAUSE, "all", Map.of(name, value));
        assertThat(answer(ruling).reason()).isEqualTo("INVALID_ARGUMENT");
        assertThat(answer(ruling).provenance().evidence())
                .containsEntry("field", "arguments." + name)
                .containsEntry("value", value)
                .containsKey("message");
        assertThat(ruling.holding()).isNull();
    }

    @Test
    void two_ends_are_refused_and_what_was_held_stays_held() {
        var before = of(begin(Holds.NONE, Hold.Kind.PAUSE, "all", Map.of()));
        var ruling = begin(before, Hold.Kind.PAUSE, "all", Map.of("seconds", "60", "until", "2026-11-25T09:00:00Z"));
        assertThat(answer(ruling).reason()).isEqualTo("INVALID_ARGUMENT");
        assertThat(of(ruling)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"59999, false", "60000, true", "60001, true"})
    void it_is_over_exactly_at_its_end(long ms, boolean over) {
        var holding = begin(Holds.NONE, Hold.Kind.MAINTENANCE, "all", Map.of("seconds", "60"))
                .holding();
        assertThat(holding).isNotNull().satisfies(held -> {
            var ruling = HoldRules.expire(held, at(AT.plusMillis(ms)));
            assertThat(ruling.ended()).isEqualTo(over);
            assertThat(ruling.holding() == null).isEqualTo(over);
            assertThat(ruling.decisions()).hasSize(over ? 2 : 0);
        });
    }

    @Test
    void a_second_pause_of_a_scope_replaces_reason_and_end_and_says_so() {
        var before = of(begin(Holds.NONE, Hold.Kind.PAUSE, "all", Map.of("seconds", "60")));
        var other = new Will("op-2", OperatorCommand.Type.PAUSE, "all", "bob", "longer", Map.of("seconds", "600"));
        var ruling = HoldRules.begin(before, Hold.Kind.PAUSE, other, at(AT.plusSeconds(30)));
        assertThat(answer(ruling).reason()).isEqualTo("UPDATED");
        assertThat(answer(ruling).provenance().evidence())
                .containsEntry("previousReason", "because")
                .containsEntry("previousActor", "alice")
                .containsEntry("previousExpiresAt", AT.plusSeconds(60));
        assertThat(ruling.holding()).isNotNull().satisfies(holding -> {
            assertThat(holding.pause())
                    .isEqualTo(new Holding.Term("longer", "bob", AT, AT.plusSeconds(630), other.answerId()));
            assertThat(holding.maintenance()).isNull();
        });
        assertThat(ruling.ended()).isFalse();
    }

    @Test
    void each_kind_is_ended_by_its_own_command_only() {
        var paused = of(begin(Holds.NONE, Hold.Kind.PAUSE, "all", Map.of()));
        assertThat(answer(HoldRules.end(paused, Hold.Kind.MAINTENANCE, will("all", Map.of())))
                        .reason())
                .isEqualTo("NOT_HELD");
        var both = of(begin(paused, Hold.Kind.MAINTENANCE, "all", Map.of("seconds", "60")));
        var ruling = HoldRules.end(both, Hold.Kind.PAUSE, will("all", Map.of()));
        assertThat(ruling.ended()).isTrue();
        assertThat(ruling.holding()).isNotNull().satisfies(left -> {
            assertThat(left.pause()).isNull();
            assertThat(left.maintenance()).isNotNull();
        });
        assertThat(ruling.decisions().getFirst())
                .isInstanceOfSatisfying(
                        Decision.HoldShown.class,
                        shown -> assertThat(shown.hold().kind()).isEqualTo(Hold.Kind.MAINTENANCE));
    }

    @Test
    void what_is_not_held_cannot_be_resumed() {
        var ruling = HoldRules.end(Holds.NONE, Hold.Kind.PAUSE, will("service:x", Map.of()));
        assertThat(answer(ruling).reason()).isEqualTo("NOT_HELD");
        assertThat(ruling.ended()).isFalse();
        assertThat(ruling.decisions()).hasSize(1);
    }

    @Test
    void there_are_not_more_holds_than_a_decision_can_look_at() {
        var all = new HashMap<String, Holding>();
        for (int n = 0; n < HoldRules.HOLDS_MAX; n++) {
            all.put("worker:w-" + n, new Holding("worker:w-" + n, null, new Holding.Term("r", "a", AT, null, "c")));
        }
        var full = new Holds(all);
        assertThat(answer(begin(full, Hold.Kind.PAUSE, "all", Map.of())).reason())
                .isEqualTo("TOO_MANY");
        assertThat(answer(begin(full, Hold.Kind.PAUSE, "worker:w-1", Map.of())).reason())
                .isEqualTo("MANUAL");
    }

    @Test
    void a_pause_is_named_before_a_maintenance_and_a_wide_scope_before_a_narrow_one() {
        var term = new Holding.Term("r", "a", AT, null, "c");
        var subject = new Subject("w", "t", "s", "1", "e", null, null, null);
        var all = new HashMap<String, Holding>();
        for (var scope : List.of("worker:w", "type:t", "service:s", "environment:e", "all")) {
            all.put(scope, new Holding(scope, null, term));
            assertThat(new Holds(all).over(subject)).isEqualTo(new Holds.Held(scope, Hold.Kind.MAINTENANCE, term));
        }
        all.put("worker:w", new Holding("worker:w", term, null));
        assertThat(new Holds(all).over(subject)).isEqualTo(new Holds.Held("worker:w", Hold.Kind.PAUSE, term));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"all", "worker:w", "type:t", "service:s", "environment:e", "worker:t", "type:w", "service:e"})
    void admission_and_the_readers_of_the_view_hold_the_same_subjects(String scope) {
        var term = new Holding.Term("r", "a", AT, null, "c");
        var hold = new Hold(scope, Hold.Kind.PAUSE, "r", "a", AT, null, null);
        var holds = new Holds(Map.of(scope, new Holding(scope, term, null)));
        assertThat(holds.over(new Subject("w", "t", "s", "1", "e", null, null, null)) != null)
                .isEqualTo(hold.covers("e", "s", "t", "w"));
    }
}
