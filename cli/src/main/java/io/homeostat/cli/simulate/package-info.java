/** {@code homeostat simulate}: the plane in virtual time, on the command line. */
@NullMarked
package io.homeostat.cli.simulate;

import org.jspecify.annotations.NullMarked;
