package io.homeostat.autofix;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

@AnalyzeClasses(packagesOf = AutofixApplication.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrows_point_from_wiring_over_topology_to_the_domain = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.homeostat.autofix..")
            .layer("wiring")
            .definedBy("io.homeostat.autofix.wiring")
            .layer("topology")
            .definedBy("io.homeostat.autofix.topology")
            .layer("domain")
            .definedBy("io.homeostat.autofix.domain")
            .whereLayer("wiring")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("topology")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("domain")
            .mayOnlyBeAccessedByLayers("wiring", "topology");

    @ArchTest
    static final ArchRule the_domain_is_pure = classes()
            .that()
            .resideInAPackage("io.homeostat.autofix.domain")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.homeostat.autofix.domain",
                    "io.homeostat.common.contract",
                    "io.homeostat.common.policy",
                    "com.fasterxml.jackson.annotation",
                    "org.jspecify.annotations",
                    "java.lang..",
                    "java.math",
                    "java.nio.charset",
                    "java.time..",
                    "java.util..");

    @ArchTest
    static final ArchRule nobody_but_wiring_reads_a_clock_or_chance = noClasses()
            .that()
            .resideOutsideOfPackage("..wiring..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Random.class);

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.homeostat.autofix.(*)..").should().beFreeOfCycles();
}
