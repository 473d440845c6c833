/** Runs the topologies of the services under one virtual clock, with the log in memory. */
@NullMarked
package io.homeostat.simulation.engine;

import org.jspecify.annotations.NullMarked;
