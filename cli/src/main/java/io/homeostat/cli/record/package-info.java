/** {@code homeostat record}: a span of a real plane as a file that {@code homeostat simulate} reads. */
@NullMarked
package io.homeostat.cli.record;

import org.jspecify.annotations.NullMarked;
