/** {@code homeostat simulate}: lines in, decisions out, in virtual time. */
@NullMarked
package io.homeostat.simulation;

import org.jspecify.annotations.NullMarked;
