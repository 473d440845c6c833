/** heartbeat-service. */
@NullMarked
package io.homeostat.heartbeat;

import org.jspecify.annotations.NullMarked;
