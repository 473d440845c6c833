/**
 * rollback-service watches promotions, rolls back once, throws the kill switch, and keeps flags and policies. Its beans
 * exist only in a context that is started for this service, as several services may run in one JVM.
 */
@Configuration
@Requires(property = "homeostat.service", value = "rollback-service")
@NullMarked
package io.homeostat.rollback;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
