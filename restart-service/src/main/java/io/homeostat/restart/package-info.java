/**
 * restart-service decides restarts and follows each until it is confirmed. Its beans exist only in a context that is
 * started for this service, as several services may run in one JVM.
 */
@Configuration
@Requires(property = "homeostat.service", value = "restart-service")
@NullMarked
package io.homeostat.restart;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
