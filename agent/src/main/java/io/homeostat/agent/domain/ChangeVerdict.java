package io.homeostat.agent.domain;

import io.homeostat.common.contract.CommandResult;

/** What to do with a change. */
public sealed interface ChangeVerdict {

    /** It was carried out or refused before: the same answer again, no second effect. */
    record AlreadyDone(CommandResult result) implements ChangeVerdict {}

    /** Nothing was done and nothing will be. */
    record Refuse(Admission.Reason reason, String message) implements ChangeVerdict {}

    /** There is nothing to do any more, and the outcome is plain. */
    record Answer(CommandResult.Status status, String message) implements ChangeVerdict {}

    /** Its effect took place: what is left is to say so, or to wait for its parts. No fence stops that. */
    record GoOn() implements ChangeVerdict {}

    /** Do it. */
    sealed interface Act extends ChangeVerdict {}

    /** Write the settings file, then the component. */
    record Patch() implements Act {}

    /** Write the components, then switch the workers. */
    record SwitchBack(RollbackPlan plan) implements Act {}
}
