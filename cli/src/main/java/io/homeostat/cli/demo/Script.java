package io.homeostat.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The demo's fleet and the order of its troubles. */
final class Script {

    private static final Duration AFTERMATH_LIMIT = Duration.ofSeconds(90);

    private final List<DemoComponent> workers;
    private final List<Trouble> troubles;

    /** @param directory for the workers' settings files */
    Script(Fleet fleet, Path directory) {
        var promotions = new PromotionTroubles(fleet);
        workers = Stream.concat(
                        Stream.of(
                                DemoComponent.of("images-1", "image-resizer"),
                                DemoComponent.of("images-2", "image-resizer"),
                                DemoComponent.of("images-3", "image-resizer"),
                                DemoComponent.of("mailer-1", "mailer"),
                                DemoComponent.of("mailer-2", "mailer")),
                        promotions.workers().stream())
                .toList();
        var bystanders = new Bystanders(Stream.of(
                        workers.stream().map(DemoComponent::workerId),
                        workers.stream().map(DemoComponent::type),
                        Stream.of(WorkerTroubles.BROKEN, MemoryTrouble.WORKER, MemoryTrouble.TYPE),
                        promotions.subjects().stream())
                .flatMap(each -> each)
                .distinct()
                .toList());
        var ofWorkers = new WorkerTroubles(fleet, bystanders);
        troubles = new ArrayList<>(ofWorkers.all());
        troubles.add(new MemoryTrouble(fleet, directory).outOfMemory(bystanders));
        troubles.addAll(promotions.all(bystanders));
        // Last, as for a while after it no rate of errors says anything.
        troubles.add(ofWorkers.planeFrozen());
    }

    /** The fix is judged by its effect after a minute, while the other troubles go on. */
    Aftermath aftermath() {
        return new Aftermath(
                "the fix of " + MemoryTrouble.WORKER + " is verified by its effect",
                Trouble.record("fixes", MemoryTrouble.WORKER, "status", Expectation.VERIFIED),
                AFTERMATH_LIMIT);
    }

    /** Workers that live before the first trouble. */
    List<DemoComponent> workers() {
        return workers;
    }

    List<Trouble> troubles() {
        return List.copyOf(troubles);
    }
}
