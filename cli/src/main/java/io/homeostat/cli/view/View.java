package io.homeostat.cli.view;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.util.List;

/**
 * What {@code homeostat get} can show.
 *
 * @param identity {@code key}, {@code coordinates} or the field whose last record is shown
 * @param columns fields of the records
 */
record View(String name, TopicSpec topic, String identity, List<String> columns) {

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
            view("policies", Topics.POLICIES, "key", "name scope version actor reason"),
            view("components", Topics.COMPONENTS, "key", "subject agent executor workerType currentVersion desired"),
            view("dead-letters", Topics.DEAD_LETTERS, "coordinates", "topic partition offset service error"));

    private static View view(String name, TopicSpec topic, String identity, String columns) {
        return new View(name, topic, identity, List.of(columns.split(" ")));
    }

    static List<String> names() {
        return ALL.stream().map(View::name).toList();
    }
}
