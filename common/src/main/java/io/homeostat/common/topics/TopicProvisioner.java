package io.homeostat.common.topics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the topics of the plane and checks the existing ones. Settings that would lose data (a view that is not
 * compacted, a number of partitions that moves keys away from their state, a producer's clock in place of the broker's)
 * are reported with the way to mend them; nothing that exists is ever changed.
 */
public final class TopicProvisioner {

    private static final long TIMEOUT_SECONDS = 30;

    private final Admin admin;
    private final TopicNames names;

    /** @param admin stays the caller's to close */
    public TopicProvisioner(Admin admin, TopicNames names) {
        this.admin = admin;
        this.names = names;
    }

    /**
     * Creates what is missing.
     *
     * @param replicas per partition; the broker's default where it is smaller than 1
     * @return the names on the cluster of the topics that were created
     */
    public List<String> createMissing(Collection<TopicSpec> topics, short replicas) {
        var existing = get(admin.listTopics().names());
        var missing = topics.stream()
                .filter(topic -> !existing.contains(names.of(topic)))
                .map(topic -> request(topic, replicas))
                .toList();
        var created = new ArrayList<String>();
        admin.createTopics(missing).values().forEach((name, answer) -> {
            if (wasCreated(name, answer)) {
                created.add(name);
            }
        });
        return created;
    }

    private NewTopic request(TopicSpec topic, short replicas) {
        Optional<Short> wanted = replicas < 1 ? Optional.empty() : Optional.of(replicas);
        return new NewTopic(names.of(topic), Optional.of(topic.partitions()), wanted).configs(topic.config());
    }

    /** False where another instance was faster, which is what we want too. */
    private static boolean wasCreated(String name, KafkaFuture<Void> answer) {
        try {
            answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw new KafkaException("cannot create topic " + name, e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw interrupted(e);
        }
    }

    /**
     * Compares topics on the cluster with the catalogue.
     *
     * @return one sentence for each thing that is wrong; empty: all good
     */
    public List<String> problems(Collection<TopicSpec> topics) {
        var problems = new ArrayList<String>();
        var present = new LinkedHashMap<ConfigResource, TopicSpec>();
        for (var topic : topics) {
            var name = names.of(topic);
            var description = describe(name);
            if (description == null) {
                problems.add("topic " + name + " is missing: run 'homeostat topics --create'");
            } else {
                if (description.partitions().size() != topic.partitions()) {
                    problems.add(
                            "topic " + name + " has " + description.partitions().size() + " partitions instead of "
                                    + topic.partitions() + ": keys would lose their state; create the topic anew");
                }
                present.put(new ConfigResource(ConfigResource.Type.TOPIC, name), topic);
            }
        }
        var configs = get(admin.describeConfigs(present.keySet()).all());
        configs.forEach((resource, config) -> {
            var topic = present.get(resource);
            if (topic != null) {
                compare(topic, config, problems);
            }
        });
        return problems;
    }

    private void compare(TopicSpec topic, Config actual, List<String> problems) {
        for (Map.Entry<String, String> wanted : topic.config().entrySet()) {
            var entry = actual.get(wanted.getKey());
            var value = entry == null ? "" : String.valueOf(entry.value());
            if (!value.equals(wanted.getValue()) && !isHarmless(wanted.getKey(), value, wanted.getValue())) {
                problems.add("topic " + names.of(topic) + " has " + wanted.getKey() + "=" + value + " instead of "
                        + wanted.getValue() + ": set it with 'kafka-configs --alter'");
            }
        }
    }

    /**
     * Retention and compaction lag are the operator's to tune; what keeps the data whole is not. A larger batch is fine, but
     * into a smaller one some of our records would not fit, and the task that writes them could not go on.
     */
    private static boolean isHarmless(String setting, String value, String wanted) {
        return switch (setting) {
            case "retention.ms", "min.compaction.lag.ms" -> !value.isEmpty();
            case "max.message.bytes" -> isAtLeast(value, Long.parseLong(wanted));
            default -> false;
        };
    }

    private static boolean isAtLeast(String value, long wanted) {
        try {
            return Long.parseLong(value) >= wanted;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private @Nullable TopicDescription describe(String name) {
        try {
            return admin.describeTopics(List.of(name))
                    .allTopicNames()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .get(name);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw new KafkaException("cannot describe topic " + name, e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw interrupted(e);
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("the broker refused", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw interrupted(e);
        }
    }

    private static KafkaException interrupted(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new KafkaException("no answer from the broker within " + TIMEOUT_SECONDS + " s", e);
    }
}
