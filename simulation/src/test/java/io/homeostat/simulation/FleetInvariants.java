package io.homeostat.simulation;

import java.util.HashMap;
import java.util.Map;

/** What holds of the picture of the fleet: nobody is dead who was heard, and in the end it is the truth. */
final class FleetInvariants extends FaultInvariant {

    private final FaultWorld world;
    private final RestartInvariants restarts;
    private final Map<String, String> states = new HashMap<>();

    FleetInvariants(FaultWorld world, RestartInvariants restarts) {
        this.world = world;
        this.restarts = restarts;
    }

    @Override
    void written(Recorder.Seen seen) {
        var number = FaultFleet.number(seen.key());
        if (!topic(seen).equals("worker-status") || number == null) {
            return;
        }
        states.put(seen.key(), seen.text("state"));
        if (seen.text("state").equals("ZOMBIE") && seen.text("reason").equals("SILENT")) {
            check(
                    world.fleet().silentMs(number, world.nowMs()) >= FaultPolicies.ZOMBIE_MS
                            || !seen.text("incarnation")
                                    .equals(world.fleet().worker(number).incarnation())
                            || world.fleet().isFenced(seen.key(), seen.text("incarnation")),
                    "no zombie that was heard, or that nobody could hear",
                    seen);
        }
    }

    @Override
    String open() {
        var text = new StringBuilder();
        for (int worker = 0; worker < FaultScript.WORKERS; worker++) {
            var id = FaultFleet.id(worker);
            if (!world.fleet().worker(worker).isUp()
                    || !states.getOrDefault(id, "").equals("ALIVE")) {
                text.append(id).append(' ').append(states.get(id)).append(' ');
            }
        }
        return text.toString();
    }

    @Override
    void atRest() {
        for (int worker = 0; worker < FaultScript.WORKERS; worker++) {
            var id = FaultFleet.id(worker);
            if (world.fleet().worker(worker).isUp()) {
                check(
                        states.getOrDefault(id, "").equals("ALIVE"),
                        "who beats is seen alive",
                        id + ' ' + states.get(id));
            } else {
                check(false, "who is down is not forgotten", id + ' ' + states.get(id) + ' ' + restarts.lastEnd(id));
            }
        }
    }
}
