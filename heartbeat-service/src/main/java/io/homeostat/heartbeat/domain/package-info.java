/** The rules of the heartbeat service: pure functions of state, event, policy and observed time. */
@NullMarked
package io.homeostat.heartbeat.domain;

import org.jspecify.annotations.NullMarked;
