package io.homeostat.simulation.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.AgentMode;
import io.homeostat.simulation.Setup.Seed;
import io.homeostat.simulation.line.InputLine;
import io.homeostat.simulation.line.MalformedInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The language of scenarios, one statement a line; {@code docs/scenarios.md} describes it. */
final class ScenarioParser {

    private static final List<String> CLAIMS = List.of("expect", "never", "exactly");
    private final Scenario scenario;
    private final int number;
    private final Statement statement;
    private long fromMs = ScenarioTime.START_MS;
    private long toMs = Long.MAX_VALUE;

    private ScenarioParser(Scenario scenario, int number, Statement statement) {
        this.scenario = scenario;
        this.number = number;
        this.statement = statement;
    }

    /** Adds what the lines say. */
    static void read(String name, List<String> lines, Scenario scenario) throws MalformedInput {
        for (int index = 0; index < lines.size(); index++) {
            var line = lines.get(index).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                new ScenarioParser(scenario, index + 1, new Statement(name + ':' + (index + 1), line)).read();
            }
        }
    }

    private void read() throws MalformedInput {
        var verb = statement.word("a statement");
        switch (verb) {
            case "policy" -> policy();
            case "component" -> component();
            case "agent" -> agent();
            case "ticks" -> ticks();
            case "blind" -> blind();
            case "beats" -> beats();
            case "until" -> scenario.reach(statement.time());
            case "rest" -> rest();
            case "restless" -> restless();
            case "at" -> at();
            case "by" -> by();
            case "from" -> from();
            case "expect", "never", "exactly" -> claim(verb);
            default -> throw statement.broken("'" + verb + "' is no statement");
        }
        if (statement.hasMore()) {
            throw statement.broken("nothing is known of '" + String.join(" ", statement.rest()) + '\'');
        }
    }

    private void policy() throws MalformedInput {
        var key = statement.word("a policy");
        int slash = key.indexOf('/');
        var scope = slash < 0 ? "" : ",\"scope\":\"" + key.substring(slash + 1) + '"';
        var document = "{\"name\":\"" + (slash < 0 ? key : key.substring(0, slash)) + '"' + scope
                + ",\"version\":\"v1\",\"actor\":\"scenario\",\"reason\":\"scenario\",\"policy\":" + statement.json()
                + '}';
        scenario.seeds.removeIf(
                seed -> seed.topic().equals(Topics.POLICIES) && seed.key().equals(key));
        scenario.seeds.add(new Seed(Topics.POLICIES, key, document.getBytes(UTF_8)));
    }

    private void component() throws MalformedInput {
        var key = statement.word("a key");
        scenario.seeds.add(new Seed(Topics.COMPONENTS, key, statement.json().getBytes(UTF_8)));
    }

    private void agent() throws MalformedInput {
        var mode = statement.word("what the agent does");
        scenario.agent = Arrays.stream(AgentMode.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(mode))
                .findFirst()
                .orElseThrow(() -> statement.broken("'" + mode + "' is none of succeed, fail, none, recorded"));
    }

    private void ticks() throws MalformedInput {
        statement.expect("none");
        scenario.writesTicks = false;
    }

    private void blind() throws MalformedInput {
        statement.expect("from");
        long beginMs = statement.time();
        statement.expect("to");
        long endMs = statement.time();
        if (beginMs >= endMs || beginMs < scenario.lastSightMs()) {
            throw statement.broken("blind periods follow each other in the order of their times");
        }
        scenario.add(new Scenario.Sight(beginMs, false));
        scenario.add(new Scenario.Sight(endMs, true));
    }

    private void beats() throws MalformedInput {
        var worker = statement.word("a worker");
        statement.expect("every");
        long everyMs = statement.duration();
        statement.expect("from");
        long firstMs = statement.time();
        statement.expect("to");
        long lastMs = statement.time();
        var incarnation = statement.takes("as") ? statement.word("an incarnation") : "a";
        var more = "";
        if (statement.hasJson()) {
            var json = statement.json();
            more = ',' + json.substring(1, json.length() - 1);
        }
        if (everyMs == 0) {
            throw statement.broken("beats at no distance");
        }
        beats(worker, incarnation, firstMs, lastMs, everyMs, more);
    }

    private void beats(String worker, String incarnation, long firstMs, long lastMs, long everyMs, String more) {
        for (long ms = firstMs; ms <= lastMs; ms += everyMs) {
            var beat = "{\"workerId\":\"" + worker + "\",\"incarnation\":\"" + incarnation + "\"" + more + '}';
            scenario.add(new Happening.Line(InputLine.of(ms, Topics.HEARTBEATS, worker, beat)));
        }
    }

    private void at() throws MalformedInput {
        long ms = statement.time();
        for (var verb : CLAIMS) {
            if (statement.takes(verb)) {
                between(ms, ms);
                claim(verb);
                return;
            }
        }
        for (var type : List.of(OperatorCommand.Type.APPROVE, OperatorCommand.Type.REJECT)) {
            if (statement.takes(type.name().toLowerCase(Locale.ROOT))) {
                approval(ms, type);
                return;
            }
        }
        input(ms);
    }

    private void approval(long ms, OperatorCommand.Type type) throws MalformedInput {
        var subject = statement.word("a subject");
        statement.expect("by");
        scenario.add(new Happening.Approval(number, statement.line(), ms, type, subject, statement.word("who")));
    }

    private void by() throws MalformedInput {
        between(ScenarioTime.START_MS, statement.time());
        claim(statement.word("a claim"));
    }

    private void from() throws MalformedInput {
        long begin = statement.time();
        boolean ends = statement.takes("to");
        between(begin, ends ? statement.time() : Long.MAX_VALUE);
        claim(statement.word("a claim"));
    }

    private void between(long beginMs, long endMs) {
        fromMs = beginMs;
        toMs = endMs;
        scenario.reach(endMs == Long.MAX_VALUE ? beginMs : endMs);
    }

    private void input(long ms) throws MalformedInput {
        Integer partition = null;
        if (statement.takes("in")) {
            statement.expect("partition");
            partition = statement.number("a partition");
        }
        var topic = statement.topic();
        var key = statement.word("a key");
        var value = statement.hasJson() ? statement.json() : String.join(" ", statement.rest());
        scenario.add(new Happening.Line(new InputLine(
                ms,
                topic,
                partition,
                key.equals("-") ? null : key.getBytes(UTF_8),
                value.equals("null") ? null : value.getBytes(UTF_8),
                new RecordHeaders())));
    }

    private void claim(String verb) throws MalformedInput {
        scenario.add(
                number,
                statement.line(),
                switch (verb) {
                    case "expect" -> new Claim.Expect(pattern());
                    case "never" -> new Claim.Never(pattern());
                    case "exactly" -> new Claim.Exactly(statement.number("how many"), pattern());
                    default -> throw statement.broken("'" + verb + "' is no claim");
                });
    }

    private Pattern pattern() throws MalformedInput {
        return new Pattern(statement.topic().name(), statement.word("a key"), statement.rest(), fromMs, toMs);
    }

    /** They beat on, and in the last hour nothing is decided. */
    private void rest() throws MalformedInput {
        var workers = new ArrayList<String>();
        while (!statement.takes("from")) {
            workers.add(statement.word("'from'"));
        }
        long beginMs = statement.time();
        for (var worker : workers) {
            int equals = worker.indexOf('=');
            beats(
                    equals < 0 ? worker : worker.substring(0, equals),
                    equals < 0 ? "a" : worker.substring(equals + 1),
                    beginMs,
                    beginMs + Aftermath.LENGTH_MS,
                    Aftermath.BEAT_MS,
                    "");
        }
        scenario.reach(beginMs + Aftermath.LENGTH_MS);
        scenario.rests = false;
        Aftermath.quiet(beginMs + Aftermath.LENGTH_MS).forEach(claim -> scenario.add(number, statement.line(), claim));
    }

    /** Why there is no hour behind the end in which nothing is decided. */
    private void restless() throws MalformedInput {
        if (!statement.hasMore()) {
            throw statement.broken("why is missing");
        }
        var _ = statement.rest();
        scenario.rests = false;
    }
}
