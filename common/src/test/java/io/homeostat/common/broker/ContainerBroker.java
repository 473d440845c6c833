package io.homeostat.common.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.testcontainers.kafka.KafkaContainer;

/** The broker's image, with the settings of the compose file but for where it listens and keeps its data. */
record ContainerBroker(KafkaContainer container) implements TestBroker {

    private static final Path COMPOSE = Path.of("..", "docker-compose.yml");
    private static final Pattern IMAGE = Pattern.compile("(?m)^    image: (apache/kafka:\\S+)$");
    private static final Pattern SETTING = Pattern.compile("(?m)^      (KAFKA_[A-Z_]+): \"?([^\"\\n]+)\"?$");
    private static final Pattern OF_PLACE = Pattern.compile(
            "KAFKA_(NODE_ID|PROCESS_ROLES|LOG_DIRS|HEAP_OPTS|INTER_BROKER_LISTENER_NAME|CONTROLLER_.*|.*LISTENERS|LISTENER_.*)");

    static TestBroker start() {
        var text = compose();
        var image = IMAGE.matcher(text);
        if (!image.find()) {
            throw new IllegalStateException(COMPOSE + " names no broker");
        }
        var container = new KafkaContainer(image.group(1));
        settings(text).forEach(container::withEnv);
        container.start();
        return new ContainerBroker(container);
    }

    private static Map<String, String> settings(String text) {
        var settings = new LinkedHashMap<String, String>();
        SETTING.matcher(text)
                .results()
                .filter(setting -> !OF_PLACE.matcher(setting.group(1)).matches())
                .forEach(setting -> settings.put(setting.group(1), setting.group(2)));
        if (settings.isEmpty()) {
            throw new IllegalStateException(COMPOSE + " has no settings of a broker");
        }
        return settings;
    }

    private static String compose() {
        try {
            return Files.readString(COMPOSE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void close() {
        container.stop();
    }
}
