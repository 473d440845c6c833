package io.homeostat.rollback;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

@AnalyzeClasses(packagesOf = RollbackApplication.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrows_point_from_wiring_over_topology_to_the_domain = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.homeostat.rollback..")
            .layer("wiring")
            .definedBy("io.homeostat.rollback.wiring..")
            .layer("topology")
            .definedBy("io.homeostat.rollback..topology")
            .layer("domain")
            .definedBy("io.homeostat.rollback..domain")
            .layer("signal")
            .definedBy("io.homeostat.rollback.signal")
            .whereLayer("wiring")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("topology")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("domain")
            .mayOnlyBeAccessedByLayers("wiring", "topology")
            .whereLayer("signal")
            .mayOnlyBeAccessedByLayers("topology", "domain");

    @ArchTest
    static final ArchRule the_domain_is_pure = classes()
            .that()
            .resideInAPackage("io.homeostat.rollback..domain")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "io.homeostat.rollback..domain",
                            "io.homeostat.rollback.signal",
                            "io.homeostat.common.contract",
                            "io.homeostat.common.policy",
                            "com.fasterxml.jackson.annotation",
                            "org.jspecify.annotations",
                            "java.lang..",
                            "java.math",
                            "java.nio.charset",
                            "java.time..",
                            "java.util..")
                    .or(belongToAnyOf(Normalizer.class, Normalizer.Form.class)));

    /** The two applications speak by topics alone. */
    @ArchTest
    static final ArchRule the_verdict_and_the_switch_know_nothing_of_each_other = noClasses()
            .that()
            .resideInAnyPackage("io.homeostat.rollback.domain", "io.homeostat.rollback.topology")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.homeostat.rollback.control..");

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
            slices().matching("io.homeostat.rollback.(**)").should().beFreeOfCycles();
}
