/** The lines of an input and of an output: what they say, how they are read, in which order they come. */
@NullMarked
package io.homeostat.simulation.line;

import org.jspecify.annotations.NullMarked;
