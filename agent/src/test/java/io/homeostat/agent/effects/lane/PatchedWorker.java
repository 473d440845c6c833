package io.homeostat.agent.effects.lane;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.fix;

import io.homeostat.agent.domain.Change;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A worker with a settings file, on an agent, and the fix that patches both its file and its component. */
final class PatchedWorker implements AutoCloseable {

    static final Change FIX = new Change.Settings(fix("f", WORKER, 1));
    static final String KEY = FIX.key();

    final Path file;
    final TestAgent plane;

    PatchedWorker(Path directory) throws IOException {
        file = Files.writeString(directory.resolve("settings.json"), "{\"other\": 1, \"memoryMb\": 512}");
        plane = new TestAgent(directory);
        plane.declare(WORKER, component(WORKER, "RUNNING", 512));
    }

    String component(String subject, String desired, int memoryMb) {
        return "{\"subject\":\"" + subject
                + "\",\"agent\":\"host-1\",\"executor\":\"process\",\"workerType\":\"sleeper\","
                + "\"unknown\":[1.50],\"desired\":\"" + desired + "\",\"parameters\":{\"settings\":{\"memoryMb\":"
                + memoryMb + "},\"settingsFile\":\"" + file + "\"}}";
    }

    CommandResult outcome(String commandId) {
        return plane.outcome(Topics.FIX_RESULTS, commandId);
    }

    @Override
    public void close() {
        plane.close();
    }
}
