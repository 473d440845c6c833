/** Beans of pattern-service. */
@NullMarked
package io.homeostat.pattern.wiring;

import org.jspecify.annotations.NullMarked;
