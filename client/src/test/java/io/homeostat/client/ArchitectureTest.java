package io.homeostat.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packagesOf = HeartbeatEmitter.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** A guest in somebody else's process brings as little as it can. */
    @ArchTest
    static final ArchRule depends_on_nothing_else = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "com.sun.management",
                    "io.homeostat.client",
                    "org.apache.kafka..",
                    "com.fasterxml.jackson.core..",
                    "org.slf4j",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule wall_clock_is_read_in_one_place = noClasses()
            .that()
            .doNotImplement(BeatClock.class)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule only_the_door_is_public = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .arePublic()
            .should()
            .haveNameMatching(
                    ".*\\.(HeartbeatEmitter|HeartbeatEmitterBuilder|WorkerStatus|LiveFlags|LiveFlagsBuilder|FlagSnapshot)");
}
