package io.homeostat.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The demo's fleet and the order of its troubles. */
final class Script {

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
        troubles = new ArrayList<>(new WorkerTroubles(fleet, bystanders).all());
        troubles.add(new MemoryTrouble(fleet, directory).outOfMemory(bystanders));
        troubles.addAll(promotions.all(bystanders));
    }

    /** Workers that live before the first trouble. */
    List<DemoComponent> workers() {
        return workers;
    }

    List<Trouble> troubles() {
        return List.copyOf(troubles);
    }
}
