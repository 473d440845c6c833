/** Guarantees in words: scripts of what happens to a plane and of what must and must not come of it. */
@NullMarked
package io.homeostat.simulation.scenario;

import org.jspecify.annotations.NullMarked;
