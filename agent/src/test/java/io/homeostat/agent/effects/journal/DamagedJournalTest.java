package io.homeostat.agent.effects.journal;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.effects.journal.JournalStory.STORY;
import static io.homeostat.agent.effects.journal.JournalStory.file;
import static io.homeostat.agent.effects.journal.JournalStory.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An append that did not end never was; damage of any other kind is named, and nothing starts on it. */
class DamagedJournalTest {

    @TempDir
    private Path directory;

    @Test
    void a_last_line_torn_at_any_byte_is_cut_off() throws Exception {
        for (var last : STORY) {
            var path = directory.resolve(last.getClass().getSimpleName() + STORY.indexOf(last));
            var before = written(path, List.of(STORY.get(3)));
            int kept = (int) Files.size(file(path));
            try (var journal = new Journal(path)) {
                kept = (int) Files.size(file(path));
                journal.append(last);
            }
            var whole = Files.readAllBytes(file(path));
            for (int length = kept; length < whole.length; length++) {
                Files.write(file(path), Arrays.copyOf(whole, length));
                try (var torn = JournalFile.open(file(path), _ -> {})) {
                    assertThat(torn.length()).as("cut at %d", length).isEqualTo(kept);
                }
                assertThat(Files.size(file(path))).isEqualTo(kept);
            }
            try (var again = new Journal(path)) {
                assertThat(again.history(WORKER)).isEqualTo(before);
            }
        }
    }

    @Test
    void a_last_line_whose_blocks_did_not_all_reach_the_disk_is_cut_off() throws Exception {
        var before = written(directory, STORY.subList(0, 2));
        var whole = Files.readString(file(directory));
        Files.writeString(file(directory), whole + "\0\0\0\0\0\0\n");

        try (var again = new Journal(directory)) {
            assertThat(again.history(WORKER)).isEqualTo(before);
        }
    }

    @Test
    void damage_anywhere_else_is_named_and_nothing_starts_on_it() throws Exception {
        written(directory, STORY.subList(0, 3));
        var lines = Files.readAllLines(file(directory));
        lines.set(1, lines.get(1).substring(1));
        Files.write(file(directory), lines);

        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> new Journal(directory))
                .withMessageContaining("journal.jsonl, line 2 is damaged");
    }

    @Test
    void after_a_torn_line_the_next_one_stands_where_it_stood() throws Exception {
        written(directory, STORY.subList(0, 2));
        Files.writeString(
                file(directory), Files.readString(file(directory)) + "{\"entry\":\"do", StandardCharsets.UTF_8);
        try (var journal = new Journal(directory)) {
            journal.append(STORY.get(2));
        }
        try (var again = new Journal(directory)) {
            assertThat(again.history(WORKER).untold()).isEmpty();
        }
    }

    @Test
    void after_a_failed_append_nothing_of_it_is_remembered() {
        var journal = new Journal(directory);
        journal.append(STORY.get(1));
        var before = journal.history(WORKER);
        journal.close();

        assertThatExceptionOfType(JournalException.class).isThrownBy(() -> journal.append(STORY.get(3)));
        assertThat(journal.history(WORKER)).isEqualTo(before);
        assertThat(journal.problem()).isPresent();
    }

    @Test
    void what_is_known_is_known_although_the_journal_cannot_be_compacted() throws Exception {
        var before = written(directory, STORY);
        Files.createDirectories(directory.resolve("journal.jsonl.new").resolve("in the way"));

        try (var journal = new Journal(directory)) {
            assertThat(journal.history(WORKER)).isEqualTo(before);
        }
    }
}
