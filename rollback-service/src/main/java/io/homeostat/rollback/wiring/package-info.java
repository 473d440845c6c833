/** Beans of rollback-service. */
@NullMarked
package io.homeostat.rollback.wiring;

import org.jspecify.annotations.NullMarked;
