package io.homeostat.rollback.control.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.homeostat.common.contract.KillSwitch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The kill switch of one scope.
 *
 * <pre>
 *        escalation, KILL_SWITCH_ON            quiet, one person is enough: KILL_SWITCH_RESET
 *  Off ─────────────────────────────► On ────────────────────────────────────────────────────► Off
 *                                    │  ▲
 *        quiet: KILL_SWITCH_RESET    ▼  │ REJECT, any cause, 60 min        quiet: APPROVE of another
 *                                   Resetting ─────────────────────────────────────────────────► Off
 * </pre>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SwitchState.Off.class, name = "OFF"),
    @JsonSubTypes.Type(value = SwitchState.On.class, name = "ON"),
    @JsonSubTypes.Type(value = SwitchState.Resetting.class, name = "RESETTING")
})
public sealed interface SwitchState {

    /** {@link KillSwitch#GLOBAL} or a service. */
    String scope();

    /** Changes so far. */
    long epoch();

    /** New behaviour is allowed; epoch 0: the scope was never switched. */
    record Off(String scope, long epoch) implements SwitchState {}

    /**
     * New behaviour is disabled.
     *
     * @param lastCauseMs V of the last cause: the quiet time counts from it
     * @param lastCauseAt append time of the last cause
     * @param lastCauseId record or command that was the last cause; null where it is not known
     * @param causes so far in this epoch
     */
    record On(
            String scope,
            long epoch,
            long lastCauseMs,
            Instant lastCauseAt,
            @Nullable String lastCauseId,
            long causes) implements SwitchState {}

    /** Still disabled, while a reset waits for a second person. */
    record Resetting(On on, Reset reset) implements SwitchState {

        @Override
        public String scope() {
            return on.scope();
        }

        @Override
        public long epoch() {
            return on.epoch();
        }
    }

    /**
     * A reset that somebody asked for.
     *
     * @param id of the answer that says that it waits
     * @param commandId that asked
     * @param untilMs V at which it expires, inclusive
     * @param expiresAt the same as an instant, for people
     */
    record Reset(String id, String commandId, String actor, String reason, long untilMs, Instant expiresAt) {}

    /** A scope that nobody has switched yet. */
    static SwitchState never(String scope) {
        return new Off(scope, 0);
    }
}
