package io.homeostat.cli.provision;

import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.TopicReader;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Plane;
import io.homeostat.common.topics.TopicProvisioner;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * First start of a plane: missing topics are created, existing ones checked; generation, policies and components are
 * written only where their key has no value, so that what was changed later stays (mechanics 17 and 22).
 */
public final class Provisioner {

    private final KafkaAccess access;
    private final Clock clock;

    public Provisioner(KafkaAccess access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param kept keys that had a value already and were left as they are
     */
    public record Report(List<String> topicsCreated, List<String> written, List<String> kept) {}

    /** Creates and checks topics and seeds the views. @throws CommandFailure with one line per problem */
    public Report provision(Optional<Path> policies, Optional<Path> components) {
        var seeds = new LinkedHashMap<TopicSpec, Map<String, byte[]>>();
        var policyValues = new LinkedHashMap<String, byte[]>();
        policies.ifPresent(directory -> PolicyFiles.read(directory)
                .forEach(document -> policyValues.put(document.key(), Json.bytes(document))));
        seeds.put(Topics.POLICIES, policyValues);
        seeds.put(Topics.COMPONENTS, components.map(ComponentFiles::read).orElse(Map.of()));
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        seeds.put(Topics.PLANE, Map.of(Plane.KEY, Json.bytes(new Plane(1, "provisioned", now))));
        return seed(createTopics(), seeds);
    }

    /**
     * Creates missing topics.
     *
     * @return their names
     * @throws CommandFailure if an existing one would lose data
     */
    public List<String> createTopics() {
        try (var admin = access.admin()) {
            var provisioner = new TopicProvisioner(admin, access.topics());
            var created = provisioner.createMissing(Topics.all(), (short) -1);
            refuse(provisioner.problems(Topics.all()));
            return created;
        } catch (KafkaException e) {
            throw new CommandFailure(
                    "the broker at " + access.bootstrapServers() + " does not answer: " + e.getMessage(), e);
        }
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new CommandFailure(String.join(System.lineSeparator(), problems));
        }
    }

    private Report seed(List<String> created, Map<TopicSpec, Map<String, byte[]>> seeds) {
        var written = new ArrayList<String>();
        var kept = new ArrayList<String>();
        var reader = new TopicReader(access);
        try (var producer = access.producer()) {
            var sent = new ArrayList<Future<RecordMetadata>>();
            seeds.forEach((topic, values) -> {
                var existing = values.isEmpty() ? Map.<String, byte[]>of() : reader.view(topic);
                values.forEach((key, value) -> {
                    if (existing.containsKey(key)) {
                        kept.add(topic.name() + '/' + key);
                    } else {
                        var bytes = key.getBytes(StandardCharsets.UTF_8);
                        sent.add(producer.send(
                                new ProducerRecord<>(access.topics().of(topic), bytes, value)));
                        written.add(topic.name() + '/' + key);
                    }
                });
            });
            for (var send : sent) {
                send.get();
            }
            return new Report(created, written, kept);
        } catch (ExecutionException e) {
            throw new CommandFailure("cannot seed the plane: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while seeding the plane", e);
        }
    }
}
