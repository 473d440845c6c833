package io.homeostat.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Instant;

@AnalyzeClasses(packagesOf = AgentApplication.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule domain_is_pure = classes()
            .that()
            .resideInAPackage("..agent.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.util..",
                    "java.time",
                    "io.homeostat.agent.domain..",
                    "io.homeostat.common.contract..",
                    "com.fasterxml.jackson.annotation..",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule domain_asks_for_no_time_and_no_chance = noClasses()
            .that()
            .resideInAPackage("..agent.domain..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Random|UUID|concurrent\\..*)");

    /** What decides is the broker's time: the wall clock appears in fields that say "for diagnosis only", and in headers. */
    @ArchTest
    static final ArchRule the_wall_clock_is_read_for_diagnosis_only = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.homeostat.agent.effects.lane.Mouth")
            .and()
            .doNotHaveFullyQualifiedName("io.homeostat.agent.effects.lane.ChangeMouth")
            .and()
            .doNotHaveFullyQualifiedName("io.homeostat.agent.effects.lane.Hands")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule nothing_knows_the_wiring = noClasses()
            .that()
            .resideOutsideOfPackage("..agent.wiring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..agent.wiring..");

    @ArchTest
    static final ArchRule micronaut_stays_at_the_edge = noClasses()
            .that()
            .resideInAnyPackage(
                    "..agent.domain..",
                    "..effects.journal..",
                    "..effects.process..",
                    "..effects.docker..",
                    "..effects.lane..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micronaut..");

    @ArchTest
    static final ArchRule processes_and_journal_know_no_broker = noClasses()
            .that()
            .resideInAnyPackage("..effects.journal..", "..effects.process..", "..effects.docker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "..effects.kafka..", "..effects.lane..");

    @ArchTest
    static final ArchRule no_cycles = SlicesRuleDefinition.slices()
            .matching("io.homeostat.agent.(**)")
            .should()
            .beFreeOfCycles();
}
