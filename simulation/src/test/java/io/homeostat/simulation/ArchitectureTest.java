package io.homeostat.simulation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

@AnalyzeClasses(packages = "io.homeostat", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule no_service_knows_that_it_is_simulated = noClasses()
            .that()
            .resideOutsideOfPackage("io.homeostat.simulation..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.homeostat.simulation..");

    @ArchTest
    static final ArchRule of_the_services_only_the_topologies_and_what_they_ask_for_are_known = classes()
            .that()
            .resideInAPackage("io.homeostat.simulation..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("io.homeostat..wiring..", "io.homeostat..api..", "io.homeostat..effects..");

    @ArchTest
    static final ArchRule the_engine_knows_no_service = noClasses()
            .that()
            .resideInAPackage("io.homeostat.simulation.engine")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.homeostat.heartbeat..",
                    "io.homeostat.pattern..",
                    "io.homeostat.autofix..",
                    "io.homeostat.restart..",
                    "io.homeostat.rollback..");

    @ArchTest
    static final ArchRule only_the_engine_touches_the_insides_of_kafka_streams = noClasses()
            .that()
            .resideInAPackage("io.homeostat.simulation")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.streams..internals..");

    @ArchTest
    static final ArchRule nobody_asks_a_clock_chance_or_the_place_where_it_runs = noClasses()
            .that()
            .resideInAPackage("io.homeostat.simulation..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Locale.class, "getDefault")
            .orShould()
            .callMethod(ZoneId.class, "systemDefault")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Random.class, UUID.class);
}
