/** heartbeat-service. Its beans live in the context of its own service only, as several may share one JVM. */
@Configuration
@Requires(property = "homeostat.service", value = "heartbeat-service")
@NullMarked
package io.homeostat.heartbeat;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
