package io.homeostat.restart.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.audit.AuditChain;
import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Quarantine;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;

/** What must hold of everything that operators bring about, whatever they want and when. */
final class OperatorInvariants {

    private final Map<String, Hold> shown = new HashMap<>();
    private final Map<String, Integer> given = new HashMap<>();
    private final List<AuditRecord> audits = new ArrayList<>();
    private final Set<String> setAside = new HashSet<>();
    private int held;

    /** An operator gave a command. */
    void gave(String commandId) {
        given.merge(commandId, 1, Integer::sum);
    }

    /** Takes what was written since the last look, beside {@code commands}. */
    void see(Bench bench, List<TestRecord<String, byte[]>> commands) {
        var ended = new HashMap<String, Long>();
        var changes = bench.records(Topics.HOLDS);
        for (var change : changes) {
            if (change.value() == null) {
                ended.put(change.key(), change.timestamp());
            }
        }
        commands.forEach(command -> notHeld(command, ended));
        for (var change : changes) {
            show(change);
        }
        audits.addAll(bench.audits());
        for (var quarantine : bench.quarantines()) {
            if (quarantine.status() == Quarantine.Status.RELEASED) {
                assertThat(quarantine.approver()).as("two persons").isNotNull().isNotEqualTo(quarantine.releasedBy());
                assertThat(setAside.remove(quarantine.subject()))
                        .as("was set aside")
                        .isTrue();
            } else {
                assertThat(setAside.add(quarantine.subject()))
                        .as("was not set aside")
                        .isTrue();
            }
        }
    }

    private void notHeld(TestRecord<String, byte[]> record, Map<String, Long> ended) {
        var command = Json.readState(record.value(), RestartCommand.class);
        for (var hold : shown.values()) {
            if (hold.covers("production", "images", "resizer", command.workerId())) {
                assertThat(ended.getOrDefault(hold.scope(), Long.MAX_VALUE))
                        .as("no command within %s: %s", hold, command)
                        .isLessThanOrEqualTo(record.timestamp());
            }
        }
    }

    private void show(TestRecord<String, byte[]> change) {
        if (change.value() == null) {
            assertThat(shown.remove(change.key())).as("only what is shown ends").isNotNull();
        } else if (Hold.parse(change.key(), change.value()) instanceof Parsed.Valid<Hold>(var hold)) {
            shown.put(change.key(), hold);
            held++;
        } else {
            throw new AssertionError("unreadable hold of " + change.key());
        }
    }

    /** Scopes that the view shows as held. */
    Set<String> scopes() {
        return Set.copyOf(shown.keySet());
    }

    void everyCommandWasAnsweredOnce() {
        assertThat(AuditChain.firstBroken(audits)).as("the chain is whole").isNull();
        assertThat(audits).extracting(AuditRecord::id).doesNotHaveDuplicates();
        var answers = new HashMap<String, List<String>>();
        for (var audit : audits) {
            if (given.containsKey(audit.causeId())) {
                answers.computeIfAbsent(audit.causeId(), _ -> new ArrayList<>()).add(audit.reason());
            }
        }
        assertThat(given.entrySet())
                .allSatisfy(entry -> assertThat(answers.get(entry.getKey()))
                        .as("answers to %s, given %s times", entry.getKey(), entry.getValue())
                        .isNotNull()
                        .hasSize(Math.min(2, entry.getValue()))
                        .filteredOn("REPEATED"::equals)
                        .hasSize(Math.min(2, entry.getValue()) - 1));
        assertThat(held).as("something was held").isPositive();
    }
}
