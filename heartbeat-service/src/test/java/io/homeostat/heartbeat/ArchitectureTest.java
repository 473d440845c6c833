package io.homeostat.heartbeat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

@AnalyzeClasses(packagesOf = HeartbeatApplication.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrows_point_downward = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("wiring")
            .definedBy("io.homeostat.heartbeat.wiring..")
            .layer("topology")
            .definedBy("io.homeostat.heartbeat.topology..")
            .layer("domain")
            .definedBy("io.homeostat.heartbeat.domain..")
            .whereLayer("wiring")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("topology")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("domain")
            .mayOnlyBeAccessedByLayers("topology", "wiring");

    @ArchTest
    static final ArchRule domain_is_pure = classes()
            .that()
            .resideInAPackage("..domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.math",
                    "java.time",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "org.jspecify.annotations",
                    "io.homeostat.common.contract",
                    "io.homeostat.common.policy",
                    "io.homeostat.heartbeat.domain");

    @ArchTest
    static final ArchRule nobody_but_the_wiring_knows_micronaut_and_metrics = noClasses()
            .that()
            .resideInAnyPackage("..topology..", "..domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut..", "io.micrometer..", "jakarta..");

    @ArchTest
    static final ArchRule nobody_asks_a_wall_clock_or_chance = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Random.class)
            .orShould()
            .callMethod(UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule only_the_wiring_has_a_monotonic_clock =
            noClasses().that().resideOutsideOfPackage("..wiring..").should().callMethod(System.class, "nanoTime");
}
