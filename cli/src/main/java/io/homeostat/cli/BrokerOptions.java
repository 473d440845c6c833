package io.homeostat.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which plane a command talks to. */
public final class BrokerOptions {

    @Option(
            names = {"-b", "--bootstrap-servers"},
            paramLabel = "HOST:PORT",
            description = "broker, default ${DEFAULT-VALUE} (KAFKA_BOOTSTRAP_SERVERS)",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}")
    private String bootstrapServers = "localhost:9092";

    @Option(
            names = "--prefix",
            description = "prefix of the plane's topics (HOMEOSTAT_TOPICS_PREFIX)",
            defaultValue = "${env:HOMEOSTAT_TOPICS_PREFIX:-}")
    private String prefix = "";

    public KafkaAccess access() {
        return KafkaAccess.to(bootstrapServers, prefix);
    }

    /** The model of a command that picocli has set up. */
    public static CommandSpec spec(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec, "picocli sets it");
    }

    /** Where a command prints. */
    public static PrintWriter out(@Nullable CommandSpec spec) {
        return spec(spec).commandLine().getOut();
    }
}
