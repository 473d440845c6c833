package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.rollback.control.domain.SwitchState.Off;
import io.homeostat.rollback.control.domain.SwitchState.On;
import io.homeostat.rollback.control.domain.SwitchState.Reset;
import io.homeostat.rollback.control.domain.SwitchState.Resetting;
import java.util.List;
import java.util.Map;

/**
 * When the switch goes on and off (semantics 5). On is easy and immediate; off takes quiet time and, by policy, two people.
 * Nothing gates either: no pause, no flag, not the switch itself.
 */
public final class SwitchRules {

    /** How long a reset waits for its second person: a picture older than this is not the one that was asked about. */
    static final long APPROVAL_MINUTES = 60;

    private SwitchRules() {}

    /** What becomes of a switch. A reset whose time is over expires before anything else is looked at. */
    public static SwitchStep decide(SwitchState before, SwitchInput input, Terms terms, Now now) {
        if (before instanceof Resetting(var on, var reset) && now.observedMs() >= reset.untilMs()) {
            var expired = note(on, reset, Outcome.EXPIRED, Reason.EXPIRED, reset.id(), terms);
            return react(on, input, terms, now).after(List.of(expired));
        }
        return react(before, input, terms, now);
    }

    private static SwitchStep react(SwitchState state, SwitchInput input, Terms terms, Now now) {
        return switch (input) {
            case SwitchInput.Escalated escalated -> escalated(state, escalated, terms, now);
            case SwitchInput.Persisted(var causeId) -> persisted(state, causeId, terms, now);
            case SwitchInput.TurnOn on -> commandedOn(state, on, terms, now);
            case SwitchInput.TurnOff(var command) -> off(state, command, terms, now);
            case SwitchInput.Approve(var command, var id) -> approve(state, command, id, terms, now);
            case SwitchInput.Reject(var command, var id) -> reject(state, command, id, terms);
            case SwitchInput.Tick() -> new SwitchStep(state);
        };
    }

    private static SwitchStep escalated(SwitchState state, SwitchInput.Escalated cause, Terms terms, Now now) {
        return switch (state) {
            case Off off ->
                new SwitchStep(thrown(off, cause.causeId(), now), SwitchRecords.escalated(off, cause, terms, now));
            case On on -> again(on, cause, terms, now);
            case Resetting(var on, var reset) -> {
                var note = note(on, reset, Outcome.WITHDRAWN, Reason.CONDITION_RETURNED, cause.causeId(), terms);
                yield again(on, cause, terms, now).after(List.of(note));
            }
        };
    }

    private static SwitchStep again(On on, SwitchInput.Escalated cause, Terms terms, Now now) {
        var next = caused(on, cause.causeId(), now);
        return new SwitchStep(next, SwitchRecords.stillOn(next, cause, terms));
    }

    /** Each is a record of its own already: only what it changes for somebody who waits is written. */
    private static SwitchStep persisted(SwitchState state, String causeId, Terms terms, Now now) {
        return switch (state) {
            case Off off -> new SwitchStep(off);
            case On on -> new SwitchStep(caused(on, causeId, now));
            case Resetting(var on, var reset) ->
                new SwitchStep(
                        caused(on, causeId, now),
                        note(on, reset, Outcome.WITHDRAWN, Reason.CONDITION_RETURNED, causeId, terms));
        };
    }

    private static SwitchStep commandedOn(SwitchState state, SwitchInput.TurnOn cause, Terms terms, Now now) {
        var command = cause.command();
        return switch (state) {
            case Off off -> {
                var switched = SwitchRecords.commanded(off, command, cause.evidence(), terms, now);
                var evidence = Evidence.of("killSwitch", SwitchRecords.id(off.scope(), off.epoch() + 1))
                        .and("epoch", off.epoch() + 1)
                        .and("origin", command.origin());
                cause.evidence().forEach(evidence::and);
                yield new SwitchStep(
                        thrown(off, command.id(), now),
                        switched,
                        Decision.answer(
                                command, Outcome.ACCEPTED, Reason.COMMANDED, null, evidence.toMap(), terms.policy()));
            }
            case On on -> answeredAgain(on, command, terms, now);
            case Resetting(var on, var reset) -> {
                var note = note(on, reset, Outcome.WITHDRAWN, Reason.CONDITION_RETURNED, command.id(), terms);
                yield answeredAgain(on, command, terms, now).after(List.of(note));
            }
        };
    }

    private static SwitchStep answeredAgain(On on, Command command, Terms terms, Now now) {
        var next = caused(on, command.id(), now);
        var evidence =
                Evidence.of("epoch", on.epoch()).and("causes", next.causes()).and("origin", command.origin());
        return new SwitchStep(
                next,
                Decision.answer(command, Outcome.ACCEPTED, Reason.ALREADY_ON, null, evidence.toMap(), terms.policy()));
    }

    private static SwitchStep off(SwitchState state, Command command, Terms terms, Now now) {
        return switch (state) {
            case Off off -> refuse(off, command, Reason.NOT_ON, Evidence.of("epoch", off.epoch()), terms);
            case Resetting(var on, var reset) ->
                refuse(
                        new Resetting(on, reset),
                        command,
                        Reason.ALREADY_WAITING,
                        Evidence.of("id", reset.id()).and("expiresAt", reset.expiresAt()),
                        terms);
            case On on -> {
                long remainingMs = remainingMs(on, terms, now);
                if (remainingMs > 0) {
                    yield refuse(on, command, Reason.TOO_SOON, tooSoon(on, remainingMs, terms), terms);
                }
                yield terms.requireSecondPerson()
                        ? await(on, command, terms, now)
                        : reset(on, command, Reason.COMMANDED, command.actor(), command.reason(), null, terms, now);
            }
        };
    }

    private static SwitchStep await(On on, Command command, Terms terms, Now now) {
        var reset = new Reset(
                Ids.of(OperatorCommand.RESET_PREFIX, on.scope(), on.epoch(), command.id()),
                command.id(),
                command.actor(),
                command.reason(),
                now.observedMs() + Now.minutesMs(APPROVAL_MINUTES),
                now.at().plusMillis(Now.minutesMs(APPROVAL_MINUTES)));
        var evidence = Evidence.of("id", reset.id())
                .and("epoch", on.epoch())
                .and("expiresAt", reset.expiresAt())
                .and("origin", command.origin());
        return new SwitchStep(
                new Resetting(on, reset),
                Decision.answer(
                        command,
                        reset.id(),
                        Outcome.AWAITING_APPROVAL,
                        Reason.NEEDS_APPROVAL,
                        null,
                        evidence.toMap(),
                        terms.policy()));
    }

    private static SwitchStep approve(SwitchState state, Command command, String id, Terms terms, Now now) {
        if (!(state instanceof Resetting(var on, var reset)) || !reset.id().equals(id)) {
            return refuse(state, command, Reason.NOT_WAITING, Evidence.of("id", id), terms);
        }
        if (Command.samePerson(reset.actor(), command.actor())) {
            var evidence = Evidence.of("id", id).and("field", "actor").and("value", command.actor());
            return refuse(state, command, Reason.SAME_PERSON, evidence, terms);
        }
        long remainingMs =
                remainingMs(on, terms, now); // the policy may ask for more quiet than when the reset was asked for
        return remainingMs > 0
                ? refuse(state, command, Reason.TOO_SOON, tooSoon(on, remainingMs, terms), terms)
                : reset(on, command, Reason.APPROVED, reset.actor(), reset.reason(), command.actor(), terms, now);
    }

    private static SwitchStep reject(SwitchState state, Command command, String id, Terms terms) {
        if (!(state instanceof Resetting(var on, var reset)) || !reset.id().equals(id)) {
            return refuse(state, command, Reason.NOT_WAITING, Evidence.of("id", id), terms);
        }
        var evidence = Evidence.of("id", id).and("askedBy", reset.actor()).and("origin", command.origin());
        return new SwitchStep(
                on,
                Decision.answer(command, Outcome.ACCEPTED, Reason.REJECTED, null, evidence.toMap(), terms.policy()));
    }

    private static SwitchStep reset(
            On on,
            Command command,
            Reason reason,
            String actor,
            String why,
            @org.jspecify.annotations.Nullable String approver,
            Terms terms,
            Now now) {
        var off = new Off(on.scope(), on.epoch() + 1);
        var evidence = Evidence.of("killSwitch", SwitchRecords.id(off.scope(), off.epoch()))
                .and("epoch", off.epoch())
                .and("askedBy", actor)
                .and("origin", command.origin());
        return new SwitchStep(
                off,
                SwitchRecords.off(on, command, reason, actor, why, approver, terms, now),
                Decision.answer(command, Outcome.ACCEPTED, reason, approver, evidence.toMap(), terms.policy()));
    }

    private static SwitchStep refuse(
            SwitchState state, Command command, Reason reason, Evidence evidence, Terms terms) {
        return new SwitchStep(
                state,
                Decision.answer(
                        command,
                        Outcome.REFUSED,
                        reason,
                        null,
                        evidence.and("origin", command.origin()).toMap(),
                        terms.policy()));
    }

    private static Evidence tooSoon(On on, long remainingMs, Terms terms) {
        return Evidence.of("remainingSeconds", (remainingMs + 999) / 1_000)
                .and("quietMinutes", terms.quietMinutesBeforeReset())
                .and("lastCauseAt", on.lastCauseAt())
                .and("lastCause", on.lastCauseId())
                .and("causes", on.causes());
    }

    /** Zero or less: the quiet time is over; it is at exactly its length. */
    private static long remainingMs(On on, Terms terms, Now now) {
        return on.lastCauseMs() + Now.minutesMs(terms.quietMinutesBeforeReset()) - now.observedMs();
    }

    private static On thrown(Off off, String causeId, Now now) {
        return new On(off.scope(), off.epoch() + 1, now.observedMs(), now.at(), causeId, 1);
    }

    private static On caused(On on, String causeId, Now now) {
        return new On(on.scope(), on.epoch(), now.observedMs(), now.at(), causeId, on.causes() + 1);
    }

    private static Decision note(On on, Reset reset, Outcome outcome, Reason reason, String causeId, Terms terms) {
        Map<String, Object> evidence = Evidence.of("id", reset.id())
                .and("commandId", reset.commandId())
                .and("askedBy", reset.actor())
                .and("expiresAt", reset.expiresAt())
                .toMap();
        return SwitchRecords.note(
                on.scope(),
                "KILL_SWITCH_RESET",
                outcome,
                reason,
                Ids.of("ksn", reset.id(), outcome),
                causeId,
                evidence,
                terms);
    }
}
