package io.homeostat.cli.operator;

import io.homeostat.cli.BrokerOptions;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Parsed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What every command that asks something has: who asks, why, and how long to wait for the answer. */
final class Asking {

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "who asks, default ${DEFAULT-VALUE}",
            defaultValue = "${sys:user.name}")
    private String actor = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "why; it is kept with what is done", required = true)
    private String reason = "";

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "how long to wait for the answer, default ${DEFAULT-VALUE}",
            defaultValue = "10")
    private int seconds = 10;

    @Option(names = "--json", description = "the answer as it stands on audit, in one line")
    private boolean json;

    KafkaAccess access() {
        return broker.access();
    }

    String actor() {
        return actor;
    }

    String reason() {
        return reason;
    }

    /** True if nothing but JSON may be printed. */
    boolean json() {
        return json;
    }

    /**
     * Gives a command.
     *
     * @return the exit code
     */
    int command(@Nullable CommandSpec spec, OperatorCommand.Type type, String subject, Map<String, Object> arguments) {
        var request = Request.command(type, subject, actor, reason, arguments);
        if (OperatorCommand.parse(request.key(), request.value()) instanceof Parsed.Rejected<?> rejected) {
            throw new ParameterException(BrokerOptions.spec(spec).commandLine(), rejected.message());
        }
        return ask(spec, request);
    }

    /**
     * Hands in a request and prints the answer.
     *
     * @return the exit code
     */
    int ask(@Nullable CommandSpec spec, Request request) {
        var settled = new Counter(access()).ask(request, Duration.ofSeconds(seconds));
        var out = BrokerOptions.out(spec);
        var lines = json ? recordOf(settled.reply()) : ReplyText.of(settled, access());
        lines.forEach(out::println);
        out.flush();
        return settled.reply().exitCode();
    }

    /** Of silence there is no record: the exit code says it. */
    private static List<String> recordOf(Reply reply) {
        return switch (reply) {
            case Reply.Answered(var record) -> List.of(record.toString());
            case Reply.Unreadable(var letter) -> List.of(letter.toString());
            case Reply.Silence _ -> List.of();
        };
    }
}
