/** What a Java worker embeds to be watched by Homeostat: {@link io.homeostat.client.HeartbeatEmitter}. */
@NullMarked
package io.homeostat.client;

import org.jspecify.annotations.NullMarked;
