/**
 * What a Java worker embeds: {@link io.homeostat.client.HeartbeatEmitter} to be watched by Homeostat,
 * {@link io.homeostat.client.LiveFlags} to obey its kill switch and flags.
 */
@NullMarked
package io.homeostat.client;

import org.jspecify.annotations.NullMarked;
