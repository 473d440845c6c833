/**
 * pattern-service finds what recurs: windowed error rates, failure patterns, incidents. Its beans exist only in a
 * context that is started for this service, as several services may run in one JVM.
 */
@Configuration
@Requires(property = "homeostat.service", value = "pattern-service")
@NullMarked
package io.homeostat.pattern;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
