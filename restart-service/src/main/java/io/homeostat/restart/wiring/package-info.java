/** Beans of restart-service. */
@NullMarked
package io.homeostat.restart.wiring;

import org.jspecify.annotations.NullMarked;
