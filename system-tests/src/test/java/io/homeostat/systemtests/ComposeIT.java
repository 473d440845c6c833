package io.homeostat.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;

/**
 * The plane and its workers as containers, with the faults that containers have: nothing is lost, nothing is done twice, nobody
 * who lives is taken for dead, and at the end nothing is left. One plane for all of it: what a fault leaves behind, the next
 * one meets.
 */
@Tag("containers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class ComposeIT {

    private static final List<String> BYSTANDERS = List.of("mailer-1", "mailer-2");

    private ComposedPlane plane;

    @BeforeAll
    void start() throws Exception {
        var directory = Files.createDirectories(Path.of("target", "compose").toAbsolutePath());
        plane = new ComposedPlane(directory);
        plane.down(); // of a run that was killed
        plane.build();
        System.out.println("healthy after " + plane.up().toSeconds() + " s");
        for (var worker : BYSTANDERS) {
            plane.declare(worker, "mailer", "1.0");
        }
        for (var worker : BYSTANDERS) { // who was never heard cannot be taken for dead
            plane.await(
                    0,
                    "the first beat of " + worker,
                    PlaneInContainers.LIMIT,
                    "worker-status",
                    worker,
                    "state",
                    "ALIVE");
        }
    }

    @AfterAll
    void stop() {
        plane.close();
    }

    @Nested
    @Order(1)
    class Heals extends HealsInContainers {
        @Override
        ComposedPlane plane() {
            return plane;
        }
    }

    @Nested
    @Order(2)
    class Crashes extends CrashesInContainers {
        @Override
        ComposedPlane plane() {
            return plane;
        }
    }

    @Nested
    @Order(3)
    class Judgements extends JudgementsInContainers {
        @Override
        ComposedPlane plane() {
            return plane;
        }
    }

    @Nested
    @Order(4)
    class Cuts extends CutsInContainers {
        @Override
        ComposedPlane plane() {
            return plane;
        }
    }

    @Nested
    @Order(5)
    class End {

        @Test
        void all_that_was_ever_written_is_in_order_and_down_leaves_nothing() {
            var all = plane.ledger().since(0);
            plane.down();
            assertThat(plane.leftovers()).isEmpty();
            assertThat(Books.errors(all)).isEmpty();
        }
    }
}
