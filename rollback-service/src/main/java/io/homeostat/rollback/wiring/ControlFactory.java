package io.homeostat.rollback.wiring;

import io.homeostat.common.service.ServiceSettings;
import io.homeostat.common.streams.StreamsRunner;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.rollback.control.topology.PoliciesTopology;
import io.homeostat.rollback.control.topology.SwitchTopology;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;

/** Makes the two small applications beside the verdicts: the kill switch with the flags, and the policies. */
@Factory
final class ControlFactory {

    /** Length of the hops of the switch in milliseconds (mechanics 9). */
    private static final long SWITCH_COMMIT_MS = 20;

    @Context
    @Named("switch")
    @Bean(preDestroy = "close")
    StreamsRunner killSwitch(ServiceSettings settings) {
        var runner = new StreamsRunner(
                settings.streams().further("switch", SWITCH_COMMIT_MS),
                SwitchTopology.topics(),
                topology -> SwitchTopology.addTo(topology, settings.topics()));
        runner.start();
        return runner;
    }

    @Context
    @Named("policies")
    @Bean(preDestroy = "close")
    StreamsRunner policies(ServiceSettings settings) {
        StreamsSettings own = settings.streams();
        var runner = new StreamsRunner(
                own.further("policies", own.commitIntervalMs()),
                PoliciesTopology.topics(),
                topology -> PoliciesTopology.addTo(topology, settings.topics()));
        runner.start();
        return runner;
    }
}
