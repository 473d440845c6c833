/**
 * autofix-service decides fixes: gates in order, dry run, limits, and what became of each. Its beans exist only in a
 * context that is started for this service, as several services may run in one JVM.
 */
@Configuration
@Requires(property = "homeostat.service", value = "autofix-service")
@NullMarked
package io.homeostat.autofix;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
