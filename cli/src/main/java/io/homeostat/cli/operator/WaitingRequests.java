package io.homeostat.cli.operator;

import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.TopicReader;
import io.homeostat.cli.view.Described;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What waits for a second person, found by its id, so that nobody need type the subject too. */
final class WaitingRequests {

    /** Nothing waits longer than a day; the rest is for clocks and for reading late. {@code audit} is kept for ever. */
    private static final Duration LOOK_BACK = Duration.ofDays(7);

    private WaitingRequests() {}

    /**
     * The subject of what waits, or once waited, under {@code id}.
     *
     * @throws CommandFailure if nothing ever did
     */
    static String subjectOf(String id, KafkaAccess access) {
        var subject = id.startsWith(OperatorCommand.FIX_PREFIX + '-')
                ? find(access, Topics.FIXES, record -> is(record, "fixId", id))
                : find(
                        access,
                        Topics.AUDIT,
                        record -> is(record, "id", id) && is(record, "decision", "AWAITING_APPROVAL"));
        if (subject == null) {
            throw new CommandFailure("nothing waits for approval under '" + id + "', nor did within the last "
                    + LOOK_BACK.toDays() + " days");
        }
        return subject;
    }

    private static @Nullable String find(KafkaAccess access, TopicSpec topic, Predicate<Described> wanted) {
        var found = new AtomicReference<@Nullable String>();
        new TopicReader(access).readSince(Instant.now().minus(LOOK_BACK), List.of(topic), record -> {
            var described = Described.of(record, access.topics());
            if (wanted.test(described)) {
                found.set(described.key());
            }
        });
        return found.get();
    }

    private static boolean is(Described record, String field, String value) {
        return value.equals(record.value().path(field).textValue());
    }
}
