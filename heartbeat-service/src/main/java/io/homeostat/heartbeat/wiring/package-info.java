/** Beans of the service: what runs, what is measured, when it is ready. */
@NullMarked
package io.homeostat.heartbeat.wiring;

import org.jspecify.annotations.NullMarked;
