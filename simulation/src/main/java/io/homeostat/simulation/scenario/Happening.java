package io.homeostat.simulation.scenario;

import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.line.InputLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What comes into the plane from outside, at its instant. */
sealed interface Happening {

    /** In milliseconds since 1970. */
    long atMs();

    /** A record that the script spells out. */
    record Line(InputLine line) implements Happening {
        @Override
        public long atMs() {
            return line.timeMs();
        }
    }

    /**
     * A person says yes or no to what waits for approval. Whoever decides names the id of what was read, which no script can
     * know beforehand.
     *
     * @param number of the line in the script, from 1
     * @param text of that line
     * @param subject of what waits
     */
    record Approval(int number, String text, long atMs, OperatorCommand.Type type, String subject, String actor)
            implements Happening {

        /** The command about the last one of the subject that waits; empty: nothing of it does. */
        Optional<InputLine> command(List<Written> records) {
            return records.reversed().stream()
                    .filter(record -> record.topic().equals(Topics.AUDIT.name())
                            && record.key().equals(subject)
                            && record.value().path("decision").asText().equals("AWAITING_APPROVAL"))
                    .findFirst()
                    .map(record -> InputLine.of(
                            atMs,
                            Topics.OPERATOR_COMMANDS,
                            subject,
                            Json.text(Map.of(
                                    "commandId",
                                    "line-" + number,
                                    "type",
                                    type.name(),
                                    "subject",
                                    subject,
                                    "actor",
                                    actor,
                                    "reason",
                                    "scenario",
                                    "arguments",
                                    Map.of("id", record.value().path("id").asText())))));
        }
    }
}
