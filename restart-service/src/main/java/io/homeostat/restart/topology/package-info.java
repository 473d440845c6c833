/** The two stages of restart-service: adapters between topics, stores and the rules. */
@NullMarked
package io.homeostat.restart.topology;

import org.jspecify.annotations.NullMarked;
