package io.homeostat.simulation.scenario;

import io.homeostat.simulation.AgentMode;
import io.homeostat.simulation.InputLine;
import io.homeostat.simulation.Setup;
import io.homeostat.simulation.Setup.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A script: what happens, and what must and must not come of it. {@link ScenarioParser} knows the language. */
final class Scenario {

    /** What must hold of the output, and the line that says so. */
    record Claim(int line, String text, Check check) {}

    /** Returns why the output is wrong; empty: it is right. */
    @FunctionalInterface
    interface Check {
        String wrong(Output output);
    }

    final List<Seed> seeds = new ArrayList<>();
    final List<InputLine> inputs = new ArrayList<>();
    final List<Claim> claims = new ArrayList<>();
    AgentMode agent = AgentMode.SUCCEED;
    boolean ticks = true;
    long endMs;

    Setup setup() {
        return new Setup(agent, ticks, List.copyOf(seeds));
    }

    /** By time; at one instant as they stand in the script. */
    List<InputLine> inOrder() {
        return inputs.stream()
                .sorted(Comparator.comparingLong(InputLine::timeMs))
                .toList();
    }
}
