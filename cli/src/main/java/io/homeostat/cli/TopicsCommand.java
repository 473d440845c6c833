package io.homeostat.cli;

import io.homeostat.cli.provision.Provisioner;
import io.homeostat.common.topics.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code homeostat topics}: shows the catalogue; with {@code --create} puts a plane in place on a cluster. */
@Command(name = "topics", description = "Show the topics with their settings, or create what is missing.")
final class TopicsCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Option(names = "--create", description = "create missing topics, check existing ones, seed the plane")
    private boolean create;

    @Option(names = "--policies", paramLabel = "DIR", description = "policies to seed: NAME.json, NAME@type=T.json")
    private @Nullable Path policies;

    @Option(names = "--components", paramLabel = "DIR", description = "components to declare")
    private @Nullable Path components;

    @Override
    public Integer call() {
        var out = BrokerOptions.out(spec);
        if (create) {
            var report = new Provisioner(broker.access(), Clock.systemUTC())
                    .provision(Optional.ofNullable(policies), Optional.ofNullable(components));
            report.topicsCreated().forEach(topic -> out.println("created " + topic));
            report.written().forEach(key -> out.println("wrote " + key));
            report.kept().forEach(key -> out.println("kept " + key + " as it is"));
            out.println("the plane is in place: " + Topics.all().size() + " topics");
            return 0;
        }
        for (var topic : Topics.all()) {
            out.printf(
                    "%-20s %-12s %d partition(s), key %s%n",
                    topic.name(), topic.kind(), topic.partitions(), topic.key());
            topic.config().forEach((setting, value) -> out.println("    " + setting + "=" + value));
        }
        return 0;
    }
}
