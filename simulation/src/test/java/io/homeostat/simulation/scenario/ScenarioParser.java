package io.homeostat.simulation.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.AgentMode;
import io.homeostat.simulation.InputLine;
import io.homeostat.simulation.Setup.Seed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The language of scenarios, one statement a line; times are 35s, 1.5s, 500ms, 10m or 2h behind the beginning.
 *
 * <pre>
 * policy NAME {…}                                      in force before anything happens
 * component KEY {…}                                    known before anything happens
 * agent none|fail|succeed|recorded
 * beats W every 30s from 0s to 100s [as I] [{…}]       heartbeats, the last one at or before the end
 * at 35s TOPIC KEY {…}                                 one record; [in partition 3] behind the time misplaces it
 * at 36s expect TOPIC KEY WORD… FIELD=VALUE…           exactly then such a record was written
 * by 36s expect TOPIC KEY …                            until then
 * never TOPIC KEY …                                    no such record at all; from 10s never, by 10s never
 * exactly 2 TOPIC KEY …                                so many in all
 * until 600s                                           how long the plane runs
 * rest W[=I] … from 600s                               these beat on for an hour and ten minutes, and in the last
 *                                                      hour nothing is decided
 * </pre>
 */
final class ScenarioParser {

    static final long START_MS = Instant.parse("2026-11-25T08:00:00Z").toEpochMilli();

    private static final long MINUTE_MS = 60_000;
    private static final long REST_MS = 70 * MINUTE_MS;
    private static final Map<String, Long> UNITS = units();
    private static final List<TopicSpec> DECISIONS = List.of(
            Topics.WORKER_STATUS,
            Topics.RESTARTS,
            Topics.RESTART_COMMANDS,
            Topics.FIXES,
            Topics.FIX_COMMANDS,
            Topics.ROLLBACKS,
            Topics.ROLLBACK_COMMANDS,
            Topics.KILL_SWITCH,
            Topics.QUARANTINE,
            Topics.HOLDS);

    private final Scenario scenario = new Scenario();
    private int number;
    private String line = "";
    private long fromMs;
    private long toMs;

    static Scenario parse(List<String> lines) {
        var parser = new ScenarioParser();
        for (var line : lines) {
            parser.number++;
            parser.line = line.strip();
            if (!parser.line.isEmpty() && !parser.line.startsWith("#")) {
                parser.statement();
            }
        }
        return parser.scenario;
    }

    private void statement() {
        var words = Arrays.asList(line.split("\\s+", -1));
        fromMs = START_MS;
        toMs = Long.MAX_VALUE;
        switch (words.getFirst()) {
            case "policy" -> policy(words.get(1));
            case "component" -> scenario.seeds.add(new Seed(Topics.COMPONENTS, words.get(1), json().getBytes(UTF_8)));
            case "agent" -> scenario.agent = AgentMode.valueOf(words.get(1).toUpperCase(Locale.ROOT));
            case "ticks" -> scenario.ticks = !words.get(1).equals("none");
            case "beats" -> beats(words);
            case "until" -> reach(time(words.get(1)));
            case "rest" -> rest(words);
            case "at", "by", "from" -> timed(words);
            case "never", "exactly" -> claim(words);
            default -> throw broken("unknown statement");
        }
    }

    private void policy(String key) {
        int slash = key.indexOf('/');
        var scope = slash < 0 ? "" : ",\"scope\":\"" + key.substring(slash + 1) + '"';
        var name = slash < 0 ? key : key.substring(0, slash);
        var document = "{\"name\":\"" + name + '"' + scope
                + ",\"version\":\"v1\",\"actor\":\"scenario\",\"reason\":\"scenario\",\"policy\":" + json() + '}';
        scenario.seeds.add(new Seed(Topics.POLICIES, key, document.getBytes(UTF_8)));
    }

    private void beats(List<String> words) {
        expect(words, 2, "every");
        expect(words, 4, "from");
        expect(words, 6, "to");
        var incarnation = words.size() > 9 && words.get(8).equals("as") ? words.get(9) : "a";
        var more = line.indexOf('{') < 0 ? "" : ',' + json().substring(1, json().length() - 1);
        beats(words.get(1), incarnation, time(words.get(5)), time(words.get(7)), duration(words.get(3)), more);
    }

    private void beats(String worker, String incarnation, long firstMs, long lastMs, long everyMs, String more) {
        for (long ms = firstMs; ms <= lastMs; ms += everyMs) {
            var beat = "{\"workerId\":\"" + worker + "\",\"incarnation\":\"" + incarnation + "\"" + more + '}';
            add(InputLine.of(ms, Topics.HEARTBEATS, worker, beat));
        }
    }

    private void timed(List<String> words) {
        long ms = time(words.get(1));
        var rest = words.subList(2, words.size());
        if (words.getFirst().equals("at") && !rest.getFirst().equals("expect")) {
            input(ms, rest);
            return;
        }
        fromMs = words.getFirst().equals("by") ? START_MS : ms;
        toMs = words.getFirst().equals("from") ? Long.MAX_VALUE : ms;
        reach(words.getFirst().equals("from") ? START_MS : ms);
        claim(rest);
    }

    private void input(long ms, List<String> words) {
        boolean misplaced = words.getFirst().equals("in");
        Integer partition = misplaced ? Integer.valueOf(words.get(2)) : null;
        var rest = misplaced ? words.subList(3, words.size()) : words;
        var value = line.indexOf('{') < 0 ? String.join(" ", rest.subList(2, rest.size())) : json();
        add(new InputLine(
                ms,
                topic(rest.getFirst()),
                partition,
                rest.get(1).equals("-") ? null : rest.get(1).getBytes(UTF_8),
                value.equals("null") ? null : value.getBytes(UTF_8),
                new RecordHeaders()));
    }

    private void claim(List<String> words) {
        switch (words.getFirst()) {
            case "expect" -> {
                var pattern = pattern(words.subList(1, words.size()));
                add(output -> output.matching(pattern).isEmpty() ? output.instead(pattern) : "");
            }
            case "never" -> {
                var pattern = pattern(words.subList(1, words.size()));
                add(output -> output.matching(pattern).isEmpty()
                        ? ""
                        : "there is " + Output.brief(output.matching(pattern).getFirst()));
            }
            case "exactly" -> {
                int wanted = Integer.parseInt(words.get(1));
                var pattern = pattern(words.subList(2, words.size()));
                add(output -> output.matching(pattern).size() == wanted
                        ? ""
                        : "there are " + output.matching(pattern).size() + "; " + output.instead(pattern));
            }
            default -> throw broken("unknown claim");
        }
    }

    private void rest(List<String> words) {
        int from = words.indexOf("from");
        long begin = time(words.get(from + 1));
        for (var worker : words.subList(1, from)) {
            var parts = Arrays.asList(worker.split("=", -1));
            beats(parts.getFirst(), parts.size() > 1 ? parts.get(1) : "a", begin, begin + REST_MS, MINUTE_MS / 2, "");
        }
        fromMs = begin + REST_MS - 60 * MINUTE_MS;
        reach(begin + REST_MS);
        for (var topic : DECISIONS) {
            claim(List.of("never", topic.name(), "*"));
        }
    }

    private void add(InputLine input) {
        scenario.inputs.add(input);
        reach(input.timeMs());
    }

    private void add(Scenario.Check check) {
        scenario.claims.add(new Scenario.Claim(number, line, check));
    }

    private void reach(long ms) {
        scenario.endMs = Math.max(scenario.endMs, ms);
    }

    private Pattern pattern(List<String> words) {
        return new Pattern(
                topic(words.getFirst()).name(),
                words.get(1),
                List.copyOf(words.subList(2, words.size())),
                fromMs,
                toMs);
    }

    private String json() {
        int from = line.indexOf('{');
        var text = from < 0 ? "" : line.substring(from);
        if (!(Json.read(text.getBytes(UTF_8), JsonNode.class) instanceof Parsed.Valid<JsonNode>)) {
            throw broken("no JSON object");
        }
        return text;
    }

    private TopicSpec topic(String name) {
        return Topics.all().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> broken("'" + name + "' is no topic"));
    }

    private void expect(List<String> words, int at, String word) {
        if (words.size() <= at || !words.get(at).equals(word)) {
            throw broken("'" + word + "' is missing");
        }
    }

    private long time(String text) {
        return START_MS + duration(text);
    }

    private long duration(String text) {
        for (var unit : UNITS.entrySet()) {
            var number =
                    text.substring(0, Math.max(0, text.length() - unit.getKey().length()));
            if (text.endsWith(unit.getKey()) && number.matches("[0-9.]+")) {
                return new BigDecimal(number)
                        .multiply(BigDecimal.valueOf(unit.getValue()))
                        .longValueExact();
            }
        }
        throw broken("'" + text + "' is no time like 35s");
    }

    private static Map<String, Long> units() {
        return new TreeMap<>(Map.of("ms", 1L, "s", 1_000L, "m", MINUTE_MS, "h", 60 * MINUTE_MS));
    }

    /** A time as scripts write it. */
    static String offset(long ms) {
        return BigDecimal.valueOf(ms - START_MS, 3).stripTrailingZeros().toPlainString() + 's';
    }

    private IllegalArgumentException broken(String reason) {
        return new IllegalArgumentException("line " + number + ": " + reason + ": " + line);
    }
}
