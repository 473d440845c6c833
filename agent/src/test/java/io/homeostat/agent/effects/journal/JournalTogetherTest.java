package io.homeostat.agent.effects.journal;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.effects.journal.JournalStory.FIX;
import static io.homeostat.agent.effects.journal.JournalStory.ROLLBACK;
import static io.homeostat.agent.effects.journal.JournalStory.STORY;
import static io.homeostat.agent.effects.journal.JournalStory.changes;
import static io.homeostat.agent.effects.journal.JournalStory.file;
import static io.homeostat.agent.effects.journal.JournalStory.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of one decision count together or not at all. */
class JournalTogetherTest {

    @TempDir
    private Path directory;

    @Test
    void of_what_was_appended_together_a_crash_at_any_byte_leaves_all_or_nothing() throws Exception {
        var before = written(directory, STORY.subList(0, 19));
        var changes = changes(STORY.subList(0, 19));
        var decision = STORY.subList(19, STORY.size()); // a rollback with the part that it gives
        int kept;
        try (var journal = new Journal(directory)) {
            kept = (int) Files.size(file(directory));
            journal.append(decision);
        }
        var whole = Files.readAllBytes(file(directory));
        for (int length = kept; length < whole.length; length++) {
            Files.write(file(directory), Arrays.copyOf(whole, length));
            try (var torn = JournalFile.open(file(directory), _ -> {})) {
                assertThat(torn.length()).as("cut at %d", length).isEqualTo(kept);
            }
        }
        try (var torn = new Journal(directory)) {
            assertThat(torn.history(WORKER)).isEqualTo(before);
            assertThat(List.of(torn.changes(FIX.key()), torn.changes(ROLLBACK.key())))
                    .isEqualTo(changes);
            torn.append(decision);
        }
        try (var again = new Journal(directory)) {
            assertThat(again.history(WORKER).commands())
                    .hasSize(before.commands().size() + 1);
            assertThat(again.changes(ROLLBACK.key())).isEqualTo(changes(STORY).getLast());
        }
    }

    @Test
    void a_journal_of_the_time_when_each_entry_had_a_line_of_its_own_is_read() throws Exception {
        var lines = STORY.stream().map(Json::text).toList();
        Files.createDirectories(directory);
        Files.write(file(directory), lines);

        try (var journal = new Journal(directory)) {
            assertThat(List.of(journal.changes(FIX.key()), journal.changes(ROLLBACK.key())))
                    .isEqualTo(changes(STORY));
            assertThat(journal.history(WORKER)).isEqualTo(written(directory.resolve("now"), STORY));
        }
    }
}
