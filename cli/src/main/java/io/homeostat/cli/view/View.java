package io.homeostat.cli.view;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code homeostat get} can show.
 *
 * @param identity {@code key}, {@code coordinates} or the field whose last record is shown
 * @param columns fields of the records
 * @param row what is shown after one more record of an identity; by default the record itself
 */
record View(String name, TopicSpec topic, String identity, List<String> columns, Row row) {

    /** Folds the records of one identity, oldest first, into the one that is shown. */
    @FunctionalInterface
    interface Row {
        Described after(@Nullable Described before, Described next);
    }

    static final List<View> ALL = List.of(
            view(
                    "workers",
                    Topics.WORKER_STATUS,
                    "key",
                    "workerId workerType version state reason healthScore incarnation lastSeen since"),
            view(
                    "restarts",
                    Topics.RESTARTS,
                    "restartId",
                    "workerId workerType status reason attempt maxAttempts scheduledAt restartId"),
            view("breakers", Topics.CIRCUIT_BREAKERS, "key", "workerType state failureCount reason openedAt retryAt"),
            view("quarantine", Topics.QUARANTINE, "key", "subject status attempts lifetimeAttempts since reason"),
            view("groups", Topics.FLEET_GROUPS, "key", "group state since cause"),
            view(
                    "patterns",
                    Topics.FAILURE_PATTERNS,
                    "key",
                    "patternId status kind category type workerType occurrences confidence lastSeen"),
            view("fixes", Topics.FIXES, "fixId", "target action status reason confidence safetyScore patternId fixId"),
            view(
                    "incidents",
                    Topics.INCIDENTS,
                    "key",
                    "incidentId severity status subject openedAt escalationLevel resolvedAt title"),
            new View(
                    "promotions",
                    Topics.ROLLBACKS,
                    "promotionId",
                    columns("service previousVersion version status decision checks reason updated promotionId"),
                    PromotionRow::after),
            view("flags", Topics.FLAGS, "key", "name value default kind actor reason"),
            view("policies", Topics.POLICIES, "key", "name scope version actor approver reason"),
            view("holds", Topics.HOLDS, "key", "scope kind since expiresAt actor reason"),
            view(
                    "kill-switch",
                    Topics.KILL_SWITCH,
                    "key",
                    "scope disableNew epoch since actor approver promotionId reason"),
            view("components", Topics.COMPONENTS, "key", "subject agent executor workerType currentVersion desired"),
            view("dead-letters", Topics.DEAD_LETTERS, "coordinates", "topic partition offset service error"));

    private static View view(String name, TopicSpec topic, String identity, String columns) {
        return new View(name, topic, identity, columns(columns), (_, next) -> next);
    }

    private static List<String> columns(String names) {
        return List.of(names.split(" "));
    }

    static List<String> names() {
        return ALL.stream().map(View::name).toList();
    }
}
