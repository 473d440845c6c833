/** Connects topics, stores and rules: read state, decide, store, emit. */
@NullMarked
package io.homeostat.heartbeat.topology;

import org.jspecify.annotations.NullMarked;
