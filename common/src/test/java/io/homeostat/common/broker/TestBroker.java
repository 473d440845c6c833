package io.homeostat.common.broker;

import io.homeostat.broker.EmbeddedBroker;
import java.nio.file.Path;

/**
 * The broker of a test: the embedded one, or, with the system property {@code homeostat.test.broker=container}, the image of
 * {@code docker-compose.yml} with the settings that stand there.
 */
public interface TestBroker extends AutoCloseable {

    String bootstrapServers();

    @Override
    void close();

    /** Starts an empty broker; {@code parent} is where an embedded one keeps its data. */
    static TestBroker startTemporary(Path parent) {
        if (System.getProperty("homeostat.test.broker", "embedded").equals("container")) {
            return ContainerBroker.start();
        }
        var broker = EmbeddedBroker.startTemporary(parent);
        return new TestBroker() {
            @Override
            public String bootstrapServers() {
                return broker.bootstrapServers();
            }

            @Override
            public void close() {
                broker.close();
            }
        };
    }
}
