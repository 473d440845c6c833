package io.homeostat.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.cli.BrokerOptions;
import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.provision.PolicyFileName;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code homeostat policy}: what is in force, something else, or what was in force before. */
@Command(
        name = "policy",
        description = "Show a policy, ask for another one, or for an older version of it.",
        subcommands = {PolicyCommand.Show.class, PolicyCommand.Set.class, PolicyCommand.Rollback.class})
public final class PolicyCommand implements Runnable {

    private static final String KEY = "for example heartbeat-policy, or heartbeat-policy/type:gpu";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        BrokerOptions.spec(spec).commandLine().usage(BrokerOptions.out(spec));
    }

    /** {@code homeostat policy show NAME[/SCOPE]}. */
    @Command(name = "show", description = "Show the version in force: which, who, why, and its content.")
    static final class Show implements Callable<Integer> {

        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private final BrokerOptions broker = new BrokerOptions();

        @Parameters(paramLabel = "NAME[/SCOPE]", description = KEY)
        private String key = "";

        @Option(names = "--content", description = "the policy's own JSON alone, as 'policy set' takes it")
        private boolean content;

        @Override
        public Integer call() {
            var history = PolicyHistory.read(PolicyKey.of(key).known(), broker.access());
            var out = BrokerOptions.out(spec);
            (content ? history.content() : history.description()).forEach(out::println);
            out.flush();
            return 0;
        }
    }

    /** {@code homeostat policy set FILE|-}. */
    @Command(
            name = "set",
            description =
                    "Ask for a policy to be in force. It is checked by the plane, which may want a second person.")
    static final class Set implements Callable<Integer> {

        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private final Asking asking = new Asking();

        @Parameters(
                paramLabel = "FILE|-",
                description = "NAME.json or NAME@type=T.json; '-': standard input, with --name")
        private String file = "";

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "the policy, where the file's name does not say it")
        private @Nullable String name;

        @Option(names = "--scope", paramLabel = "SCOPE", description = "type:x, service:x or environment:x")
        private @Nullable String scope;

        @Option(
                names = "--policy-version",
                paramLabel = "V",
                description = "your name for it; default: it gets a number")
        private @Nullable String version;

        @Override
        public Integer call() throws IOException {
            var key = key();
            var request = Request.policy(key, content(), version, asking.actor(), asking.reason());
            if (request.value().length > PolicyDocument.BYTES_MAX) {
                throw new CommandFailure(
                        "the request has " + request.value().length + " bytes, more than " + PolicyDocument.BYTES_MAX);
            }
            return asking.ask(spec, request);
        }

        private PolicyKey key() {
            if (name == null && file.equals("-")) {
                throw new ParameterException(
                        BrokerOptions.spec(spec).commandLine(), "standard input has no name: give --name");
            }
            if (name != null) {
                return scope == null ? PolicyKey.of(name) : new PolicyKey(name, scope);
            }
            var named = PolicyFileName.of(
                    String.valueOf(Path.of(file).getFileName()).replaceFirst("\\.json$", ""));
            return new PolicyKey(named.name(), scope == null ? named.scope() : scope);
        }

        private ObjectNode content() throws IOException {
            var bytes = file.equals("-") ? System.in.readNBytes(PolicyDocument.BYTES_MAX + 1) : bytes(Path.of(file));
            return switch (Json.read(bytes, JsonNode.class)) {
                case Parsed.Rejected<JsonNode> rejected -> throw new CommandFailure(file + ": " + rejected.message());
                case Parsed.Valid<JsonNode>(var tree) -> {
                    if (!(tree instanceof ObjectNode policy)) {
                        throw new CommandFailure(file + " holds no JSON object");
                    }
                    yield policy;
                }
            };
        }

        private static byte[] bytes(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new CommandFailure("cannot read " + file + ": " + e, e);
            }
        }
    }

    /** {@code homeostat policy rollback NAME[/SCOPE] [VERSION]}. */
    @Command(
            name = "rollback",
            description = "Ask for an older version, out of the topic's history, to be in force again.")
    static final class Rollback implements Callable<Integer> {

        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "NAME[/SCOPE]", description = KEY)
        private String key = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "VERSION",
                description = "default: the one before the present; 'built-in': the defaults")
        private @Nullable String version;

        @Override
        public Integer call() {
            var history = PolicyHistory.read(PolicyKey.of(key).known(), asking.access());
            var target = version == null ? history.before() : history.version(version);
            if (!asking.json()) {
                BrokerOptions.out(spec).println("asking for " + history.key() + " " + target.description());
            }
            return asking.ask(
                    spec,
                    Request.policy(
                            history.key(), target.policy(), target.requested(), asking.actor(), asking.reason()));
        }
    }
}
