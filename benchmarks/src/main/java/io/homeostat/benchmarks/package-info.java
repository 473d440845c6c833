/** Figures of the whole plane beside the raw limit of the same broker. */
@NullMarked
package io.homeostat.benchmarks;

import org.jspecify.annotations.NullMarked;
