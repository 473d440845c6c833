package io.homeostat.agent.domain;

import static io.homeostat.agent.domain.Samples.AFTER;
import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.BEFORE;
import static io.homeostat.agent.domain.Samples.UNTIL;
import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.domain.Samples.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.homeostat.agent.domain.Admission.Reason;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.FixCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FixRulesTest {

    private static final Component OURS = component(Desired.RUNNING, "run");
    private static final FixCommand FIX = fix("f", WORKER, 5);
    private static final Picture NOTHING = new Picture(List.of(), true);
    private static final SettingsLook AS_BEFORE = new SettingsLook.Read(true, false, "");
    private static final SettingsLook AS_AFTER = new SettingsLook.Read(false, true, "found 768");
    private static final SettingsLook OTHER = new SettingsLook.Read(false, false, "found 640");
    private static final SettingsLook BROKEN = new SettingsLook.Unusable("is not valid JSON");
    private static final SettingsLook UNNAMED = new SettingsLook.Unnamed();

    static Stream<Arguments> fences() {
        return Stream.of(
                argumentSet("a millisecond before validUntil it is in time", FIX, at(-1), null),
                argumentSet("at validUntil it is in time", FIX, at(0), null),
                argumentSet("a millisecond after validUntil it is late", FIX, at(1), Reason.LATE),
                argumentSet(
                        "without validUntil it is late", command(1, null, null, Executor.PROCESS), at(-1), Reason.LATE),
                argumentSet("of the plane generation in force", FIX, view(OURS, 1), null),
                argumentSet("of the one before", FIX, view(OURS, 2), Reason.STALE_PLANE),
                argumentSet("of the one to come", FIX, view(OURS, 0), null));
    }

    @ParameterizedTest
    @MethodSource("fences")
    void a_fix_is_fenced_by_time_and_plane(FixCommand command, PlaneView view, @Nullable Reason refused) {
        assertVerdict(decide(command, view, AS_BEFORE, NOTHING), refused);
    }

    static Stream<Arguments> generations() {
        return Stream.of(
                argumentSet("one below", 1, 4, Reason.STALE_GENERATION),
                argumentSet("the same", 1, 5, null),
                argumentSet("one above", 1, 6, null),
                argumentSet("below, but of a newer plane", 2, 1, null));
    }

    @ParameterizedTest
    @MethodSource("generations")
    void a_fix_is_fenced_by_the_highest_generation_seen_of_its_target(
            long plane, long generation, @Nullable Reason refused) {
        var command = fix("f", WORKER, generation, plane, UNTIL, null, AGENT, Executor.PROCESS, BEFORE, AFTER);
        var history = SubjectHistory.unknown("~fix/w-1")
                .apply(new JournalEntry.ChangeReceived(new Change.Settings(FIX)))
                .apply(new JournalEntry.ChangeReceived(new Change.Settings(command)));
        var known = ChangeHistory.received(new Change.Settings(command));

        assertVerdict(FixRules.decide(known, command, history.fence(), view(OURS, 1), AS_BEFORE, NOTHING), refused);
    }

    static Stream<Arguments> declarations() {
        return Stream.of(
                argumentSet("none", null, FIX, Reason.UNKNOWN_COMPONENT),
                argumentSet(
                        "another agent's",
                        component("host-2", Executor.PROCESS, Desired.RUNNING, "run"),
                        FIX,
                        Reason.OTHER_AGENT),
                argumentSet(
                        "of another executor",
                        component(AGENT, Executor.DOCKER, Desired.RUNNING, "run"),
                        FIX,
                        Reason.EXECUTOR),
                argumentSet("for another executor", OURS, command(1, UNTIL, null, Executor.SCRIPT), Reason.EXECUTOR),
                argumentSet("desired STOPPED may be patched", component(Desired.STOPPED, "run"), FIX, null),
                argumentSet("ours", OURS, FIX, null));
    }

    @ParameterizedTest
    @MethodSource("declarations")
    void a_fix_needs_a_component_of_ours(@Nullable Component component, FixCommand fix, @Nullable Reason refused) {
        assertVerdict(decide(fix, view(component, 1), AS_BEFORE, NOTHING), refused);
    }

    static Stream<Arguments> names() {
        var one = IntNode.valueOf(1);
        return Stream.of(
                argumentSet("the same", Map.of("a", one, "b", one), Map.of("b", one, "a", one), null),
                argumentSet("another in after", Map.of("a", one), Map.of("b", one), Reason.SETTINGS),
                argumentSet("one more in after", Map.of("a", one), Map.of("a", one, "b", one), Reason.SETTINGS),
                argumentSet("one more in before", Map.of("a", one, "b", one), Map.of("a", one), Reason.SETTINGS),
                argumentSet("none", Map.of(), Map.of(), Reason.SETTINGS));
    }

    @ParameterizedTest
    @MethodSource("names")
    void before_and_after_name_the_same_settings(
            Map<String, JsonNode> before, Map<String, JsonNode> after, @Nullable Reason refused) {
        var command = fix("f", WORKER, 5, 1, UNTIL, null, AGENT, Executor.PROCESS, before, after);

        assertVerdict(decide(command, view(OURS, 1), AS_BEFORE, NOTHING), refused);
    }

    static Stream<Arguments> incarnations() {
        return Stream.of(
                argumentSet("any", WORKER, null, List.of("i"), null),
                argumentSet("one that the plane made up", WORKER, "~3", List.of("i"), null),
                argumentSet("the one that runs", WORKER, "i", List.of("i"), null),
                argumentSet("another one", WORKER, "j", List.of("i"), Reason.OTHER_INCARNATION),
                argumentSet("one of two", WORKER, "i", List.of("i", "j"), Reason.OTHER_INCARNATION),
                argumentSet("none runs", WORKER, "i", List.of(), Reason.NOT_RUNNING),
                argumentSet("of a type there is none", "type/sleeper", "i", List.of(), Reason.OTHER_INCARNATION),
                argumentSet("of a type any", "type/sleeper", null, List.of(), null));
    }

    @ParameterizedTest
    @MethodSource("incarnations")
    void a_fix_for_one_incarnation_is_for_no_other(
            String target, @Nullable String expected, List<String> running, @Nullable Reason refused) {
        var command = fix("f", target, 5, 1, UNTIL, expected, AGENT, Executor.PROCESS, BEFORE, AFTER);

        assertVerdict(decide(command, view(OURS, 1), AS_BEFORE, new Picture(running, true)), refused);
    }

    static Stream<Arguments> looks() {
        return Stream.of(
                argumentSet("as expected", AS_BEFORE, null),
                argumentSet("as wanted already, by somebody else", AS_AFTER, Reason.DIFFERENT_VALUE),
                argumentSet("neither", OTHER, Reason.DIFFERENT_VALUE),
                argumentSet("broken", BROKEN, Reason.SETTINGS_FILE),
                argumentSet("not named", UNNAMED, Reason.PREREQUISITE));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void what_is_found_must_be_what_is_expected(SettingsLook look, @Nullable Reason refused) {
        assertVerdict(decide(FIX, view(OURS, 1), look, NOTHING), refused);
    }

    static Stream<Arguments> interruptions() {
        var goOn = new ChangeVerdict.GoOn();
        return Stream.of(
                argumentSet("the file is as it was", at(0), AS_BEFORE, new ChangeVerdict.Patch()),
                argumentSet("the file is patched", at(0), AS_AFTER, goOn),
                argumentSet("the file is patched, and it is late", at(1), AS_AFTER, goOn),
                argumentSet("before and after are the same", at(0), new SettingsLook.Read(true, true, ""), goOn));
    }

    @ParameterizedTest
    @MethodSource("interruptions")
    void a_patch_that_was_begun_is_never_done_twice(PlaneView view, SettingsLook look, ChangeVerdict expected) {
        assertThat(FixRules.decide(begun(), FIX, Fence.NONE, view, look, NOTHING))
                .isEqualTo(expected);
    }

    @Test
    void a_patch_that_was_begun_and_became_late_has_done_nothing() {
        assertVerdict(FixRules.decide(begun(), FIX, Fence.NONE, at(1), AS_BEFORE, NOTHING), Reason.LATE);
    }

    @ParameterizedTest
    @MethodSource("unclear")
    void what_cannot_be_told_is_unknown(SettingsLook look) {
        assertThat(FixRules.decide(begun(), FIX, Fence.NONE, at(0), look, NOTHING))
                .isInstanceOfSatisfying(
                        ChangeVerdict.Answer.class, a -> assertThat(a.status()).isEqualTo(Status.UNKNOWN));
    }

    static Stream<SettingsLook> unclear() {
        return Stream.of(OTHER, BROKEN, UNNAMED);
    }

    @Test
    void a_file_that_is_written_is_followed_by_its_component_whatever_holds_now() {
        var written = begun().at(ChangeHistory.Step.EFFECTED, null);

        assertThat(FixRules.decide(written, FIX, new Fence(9, 9), view(null, 9), BROKEN, NOTHING))
                .isEqualTo(new ChangeVerdict.GoOn());
    }

    @Test
    void a_fix_that_is_done_is_answered_again() {
        var result = Samples.result("f", Status.SUCCEEDED);
        var done = begun().done(result);

        assertThat(FixRules.decide(done, FIX, Fence.NONE, at(1), OTHER, NOTHING))
                .isEqualTo(new ChangeVerdict.AlreadyDone(result));
    }

    private static ChangeHistory begun() {
        return ChangeHistory.received(new Change.Settings(FIX)).at(ChangeHistory.Step.BEGUN, null);
    }

    private static FixCommand command(
            long plane, @Nullable Instant until, @Nullable String expected, Executor executor) {
        return fix("f", WORKER, 5, plane, until, expected, AGENT, executor, BEFORE, AFTER);
    }

    private static ChangeVerdict decide(FixCommand command, PlaneView view, SettingsLook look, Picture picture) {
        return FixRules.decide(
                ChangeHistory.received(new Change.Settings(command)), command, Fence.NONE, view, look, picture);
    }

    private static void assertVerdict(ChangeVerdict verdict, @Nullable Reason refused) {
        if (refused == null) {
            assertThat(verdict).isEqualTo(new ChangeVerdict.Patch());
        } else {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            ChangeVerdict.Refuse.class,
                            r -> assertThat(r.reason()).isEqualTo(refused));
        }
    }

    private static PlaneView at(long millisAfter) {
        return new PlaneView(AGENT, Executor.PROCESS, OURS, 1, UNTIL.plusMillis(millisAfter), Set.of());
    }

    private static PlaneView view(@Nullable Component component, long planeGeneration) {
        return new PlaneView(AGENT, Executor.PROCESS, component, planeGeneration, UNTIL, Set.of());
    }
}
