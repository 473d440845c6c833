package io.homeostat.common.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.topics.TopicSpec.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/topics.md} and the README's table say what the catalogue says. */
class TopicsDocumentTest {

    @Test
    void the_document_has_exactly_one_true_row_for_each_topic() throws IOException {
        var rows = Files.readAllLines(Path.of("..", "docs", "topics.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        Topics.all().stream().map(TopicsDocumentTest::row).toList());
    }

    @Test
    void the_readme_names_only_topics_that_exist() throws IOException {
        var names = Topics.all().stream().map(TopicSpec::name).toList();
        List<String> rows = Files.readAllLines(Path.of("..", "README.md")).stream()
                .filter(line -> line.startsWith("| `") && line.contains("| topic"))
                .toList();
        assertThat(rows)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(names).contains(row.substring(3, row.indexOf(0x60, 3))));
    }

    private static String row(TopicSpec topic) {
        return "| `%s` | %s | %d | %s | %s | %s | %s | %s |"
                .formatted(
                        topic.name(),
                        kind(topic.kind()),
                        topic.partitions(),
                        topic.key().replace("|", "&#124;"),
                        retention(topic),
                        topic.appendTime() ? "broker" : "cause",
                        topic.writers(),
                        topic.summary());
    }

    private static String kind(Kind kind) {
        return switch (kind) {
            case INPUT -> "in";
            case LOG -> "log";
            case VIEW -> "view";
            case VIEW_HISTORY -> "view+history";
            case INTERNAL -> "internal";
        };
    }

    private static String retention(TopicSpec topic) {
        if (topic.retention().isNegative()) {
            return "for ever";
        }
        return topic.retention().toDays() > 1
                ? topic.retention().toDays() + " d"
                : topic.retention().toHours() + " h";
    }
}
