/** Carries out commands on processes of this host: once, fenced by incarnation and generation, never late. */
@Configuration
@Requires(property = "homeostat.service", value = "agent")
@NullMarked
package io.homeostat.agent;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
