/** {@code homeostat diff}: what two files of decisions say differently, and why. */
@NullMarked
package io.homeostat.cli.diff;

import org.jspecify.annotations.NullMarked;
