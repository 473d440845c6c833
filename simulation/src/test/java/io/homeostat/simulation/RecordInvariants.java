package io.homeostat.simulation;

import io.homeostat.common.audit.AuditChain;
import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What holds of all records: names that are used once, chains that verify, and a dead letter for each bad input only. */
final class RecordInvariants extends FaultInvariant {

    private static final int BYTES_MAX = 64 * 1024;

    private final Map<String, AuditChain> chains = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> bad = new TreeSet<>();
    private final Set<String> letters = new HashSet<>();

    @Override
    void appended(Recorder.Seen seen) {
        if (FaultPeople.isBad(seen)) {
            bad.add(topic(seen)
                    + '/'
                    + seen.record().partition()
                    + '/'
                    + seen.record().offset());
        }
    }

    @Override
    void written(Recorder.Seen seen) {
        var value = seen.record().value();
        check(value == null || value.length <= BYTES_MAX, "no record above the limit", seen.key());
        switch (topic(seen)) {
            case "audit" -> audit(seen);
            case "dead-letters" -> letter(seen);
            case "restarts", "fixes", "rollbacks", "failures", "kill-switch", "quarantine", "circuit-breakers" ->
                check(
                        seen.text("id").isEmpty() || ids.add(topic(seen) + '/' + seen.text("id")),
                        "no id of a record twice",
                        seen);
            default -> {}
        }
    }

    private void letter(Recorder.Seen seen) {
        var origin = seen.text("topic") + '/' + seen.text("partition") + '/' + seen.text("offset");
        check(bad.contains(origin), "no dead letter of what is good", seen);
        check(letters.add(origin), "one dead letter for one bad input", seen);
    }

    private void audit(Recorder.Seen seen) {
        var value = seen.record().value();
        if (value == null || !(Json.read(value, AuditRecord.class) instanceof Parsed.Valid<AuditRecord>(var record))) {
            check(false, "audit chains verify", seen);
            return;
        }
        var link = chains.getOrDefault(record.chain(), AuditChain.EMPTY).append(record);
        check(link.record().equals(record), "audit chains verify", seen);
        chains.put(record.chain(), link.chain());
        check(ids.add("audit/" + record.id() + '/' + record.action()), "no id of a record twice", seen);
    }

    @Override
    String open() {
        return bad.size() == letters.size() ? "" : "bad input " + bad + " letters " + letters;
    }

    @Override
    void atRest() {
        check(letters.containsAll(bad), "every bad input becomes a dead letter", open());
    }
}
