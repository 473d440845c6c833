/** The stages of pattern-service: sources, stores, processors, sinks. */
@NullMarked
package io.homeostat.pattern.topology;

import org.jspecify.annotations.NullMarked;
